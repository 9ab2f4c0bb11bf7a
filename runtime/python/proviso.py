"""Decides cases by the decision tables that `proviso build` writes.

    import proviso

    tables = proviso.Tables("out/tables.proviso")
    decision = tables.decide({"date": "2019-04-04", "subject": ["network_operator", "unit"],
                              "facts": {"obstructs_inspection": True}})

Cases and decisions are those of the command line, as dictionaries. Many cases at once, whose facts are columns, are
decided by a plan:

    plan = tables.plan("2019-04-04", ["obstructs_inspection", "circumstances"])
    batch = plan.decide({"obstructs_inspection": [True, None], "circumstances": ["serious", "ordinary"]})
    for verdicts in batch:
        print([v["provisions"] for v in verdicts])

What is not stated, or None, is unknown. Mistakes raise `proviso.Error`. Tables and plans never change, and any number of
threads may use them; the interpreter's lock is not held while cases are decided.

The module needs no other package. It loads the library `libproviso`: where PROVISO_LIBRARY says, else beside where it is
installed itself, else where the system finds libraries.
"""

import array
import ctypes
import datetime
import decimal
import json
import os
import pathlib

__all__ = ["Batch", "Error", "Plan", "Tables", "UNASCERTAINABLE", "version"]

#: In place of a fact's value: it cannot be established.
UNASCERTAINABLE = "unascertainable"

_CONTRADICTORY = 0xFFFFFFFF
_INVALID = 0xFFFFFFFE
_NOT_COMPUTED = 0xFFFFFFFD
_EXPLAIN = 1
_LIBRARY = "libproviso.so.0"
_EPOCH = datetime.date(1970, 1, 1).toordinal()


class Error(ValueError):
    """What is wrong with tables, a case or cells. `errors` has one sentence for each mistake."""

    def __init__(self, text):
        self.errors = text.rstrip("\n").split("\n")
        super().__init__("; ".join(self.errors))


class _Cells(ctypes.Structure):
    _fields_ = [("values", ctypes.c_void_p), ("known", ctypes.c_void_p)]


def _load():
    named = os.environ.get("PROVISO_LIBRARY")
    # Installed, this file is PREFIX/lib/python3/dist-packages/proviso.py, and the library lies in PREFIX/lib or below.
    folder = pathlib.Path(__file__).resolve().parent
    found = [
        path
        for up in (folder.parent.parent, folder)
        for path in [up / _LIBRARY, *sorted(up.glob("*-linux-gnu/" + _LIBRARY))]
        if path.exists()
    ]
    library = ctypes.CDLL(named or (str(found[0]) if found else _LIBRARY))
    pointer, text, size = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
    number, cells = ctypes.c_uint32, ctypes.POINTER(_Cells)
    for name, result, *arguments in (
        ("proviso_version", text),
        ("proviso_tables_open", pointer, text, text, size),
        ("proviso_tables_load", pointer, text, size, text, size),
        ("proviso_tables_free", None, pointer),
        ("proviso_decide", pointer, pointer, text, size, number),
        ("proviso_result_is_decision", ctypes.c_int, pointer),
        ("proviso_result_text", text, pointer),
        ("proviso_result_free", None, pointer),
        ("proviso_plan_make", pointer, pointer, text, size, text, size),
        ("proviso_plan_text", text, pointer),
        ("proviso_plan_free", None, pointer),
        ("proviso_plan_decide", pointer, pointer, cells, size, size, number, text, size),
        ("proviso_plan_decide_one", pointer, pointer, cells, size, size, number),
        ("proviso_plan_verdict", text, pointer, number),
        ("proviso_batch_offsets", pointer, pointer),
        ("proviso_batch_verdicts", pointer, pointer),
        ("proviso_batch_free", None, pointer),
    ):
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


_library = _load()


def version():
    """The version of the library, as in "0.1.0"."""
    return _library.proviso_version().decode()


class _Handle:
    """Something of the library's that is freed with the object."""

    def __init__(self, pointer, free):
        self._pointer = pointer
        self._free = free

    def __del__(self):
        if getattr(self, "_pointer", None):
            self._free(self._pointer)


def _made(make, *arguments):
    error = ctypes.create_string_buffer(4096)
    pointer = make(*arguments, error, len(error))
    if not pointer:
        raise Error(error.value.decode(errors="replace"))
    return pointer


def _decision(result):
    try:
        text = _library.proviso_result_text(result).decode()
        if not _library.proviso_result_is_decision(result):
            raise Error(text)
        return json.loads(text)
    finally:
        _library.proviso_result_free(result)


def _json(value):
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, default=_plain, ensure_ascii=False).encode()


def _plain(value):
    if isinstance(value, (datetime.date, decimal.Decimal)):
        return str(value)
    raise TypeError(f"{value!r} is no value of a case")


class Tables(_Handle):
    """A file `tables.proviso`, or its bytes. A file is mapped: whoever replaces it writes another and renames it."""

    def __init__(self, source):
        if isinstance(source, (bytes, bytearray, memoryview)):
            given = bytes(source)
            pointer = _made(_library.proviso_tables_load, given, len(given))
        else:
            try:
                pointer = _made(_library.proviso_tables_open, os.fsencode(source))
            except Error as error:
                raise Error(f"{os.fspath(source)}: {error}") from None
        super().__init__(pointer, _library.proviso_tables_free)

    def decide(self, case, explain=False):
        """The decision of a case; both are dictionaries as of the command line, and a case may be JSON as well.
        `explain`: with what each provision asks and what it comes to."""
        given = _json(case)
        return _decision(_library.proviso_decide(self._pointer, given, len(given), _EXPLAIN if explain else 0))

    def plan(self, date, columns, subjects=(), silence_is_false=False):
        """A plan for many cases, by the law of a day. `columns`: names, `circumstances`, `circumstances in CSL/art69`,
        `violates CSL/art21`, `disobeyed CSL/art69/par1`, `date`, `decided`, `subject`; or dictionaries with a name as
        `column`, and `decimals` or `unit`. `subjects`: those that the column `subject` may have, each a list of roles and
        forms."""
        form = {"date": str(date), "columns": [], "silence_is_false": bool(silence_is_false)}
        for column in columns:
            one = dict(column) if isinstance(column, dict) else {"column": column}
            if one.get("column") == "subject":
                one.setdefault("subjects", [list(subject) for subject in subjects])
            form["columns"].append(one)
        return Plan(self, form)


class Plan(_Handle):
    """How cases of one form are decided. Made by Tables.plan().

    Attributes: `since` and `until`, the first day of which it holds, and the first of which it holds no more or None;
    `columns`, a list of dictionaries that say how cells lie; `always`, a decision: what holds in every case, unless a
    verdict of the case is of the same provision."""

    def __init__(self, tables, form):
        given = _json(form)
        super().__init__(_made(_library.proviso_plan_make, tables._pointer, given, len(given)), _library.proviso_plan_free)
        about = json.loads(_library.proviso_plan_text(self._pointer).decode())
        self.since = datetime.date.fromisoformat(about["from"])
        self.until = datetime.date.fromisoformat(about["until"]) if "until" in about else None
        self.columns = about["columns"]
        self.always = about["always"]
        self._verdicts = {}

    def verdict(self, number):
        """What a verdict says, as a decision: of one provision, that it applies and what it imposes. Not what is missing;
        and an amount that hangs on the case is a formula."""
        if number not in self._verdicts:
            text = _library.proviso_plan_verdict(self._pointer, number)
            if text is None:
                raise Error(f"{number} is no verdict of this plan")
            self._verdicts[number] = json.loads(text.decode())
        return self._verdicts[number]

    def decide(self, columns, threads=0):
        """Decides cases. `columns` has for each column of the plan, by its name, a list of values, in which None is not
        known; or an array of cells as `Plan.columns` says that they lie (NumPy's, or of the module array), which is not
        copied; or a pair of such an array and one of bits, of 64 cases in each uint64, that says which are known.
        `threads`: 0, one for each processor."""
        names = [column["column"] for column in self.columns]
        if set(columns) != set(names):
            raise Error(f"the columns must be {', '.join(names)}; not {', '.join(columns)}")
        held = [_cells_of(column, columns[column["column"]]) for column in self.columns]
        counts = {count for count, _, _ in held}
        if len(counts) > 1:
            raise Error(f"the columns have different lengths: {', '.join(map(str, sorted(counts)))}")
        count = counts.pop() if counts else 0
        cells = (_Cells * len(held))()
        for i, (_, values, known) in enumerate(held):
            cells[i] = _Cells(ctypes.addressof(values), None if known is None else ctypes.addressof(known))
        pointer = _made(_library.proviso_plan_decide, self._pointer, cells, len(held), count, threads)
        return Batch(self, pointer, count, cells, held)


class Batch:
    """What came of many cases. batch[i] is the list of the verdicts of a case, each as of Plan.verdict(); it raises Error
    where a cell could not be, the facts contradict what the vocabulary says, or a comparison is too large.

    `offsets` (uint64) and `verdicts` (uint32) are the same as arrays, for NumPy and the like: the verdicts of case i are
    verdicts[offsets[i]:offsets[i + 1]], numbers for Plan.verdict(). `Batch.CONTRADICTORY`, `Batch.INVALID` and
    `Batch.NOT_COMPUTED` stand in place of a verdict."""

    CONTRADICTORY = _CONTRADICTORY
    INVALID = _INVALID
    NOT_COMPUTED = _NOT_COMPUTED

    def __init__(self, plan, pointer, count, cells, held):
        self.plan = plan
        self._cells = cells
        self._held = held  # what the cells point to
        try:
            self.offsets = _copied("Q", _library.proviso_batch_offsets(pointer), count + 1)
            self.verdicts = _copied("I", _library.proviso_batch_verdicts(pointer), self.offsets[count])
        finally:
            _library.proviso_batch_free(pointer)

    def __len__(self):
        return len(self.offsets) - 1

    def __getitem__(self, i):
        count = len(self)
        if not -count <= i < count:
            raise IndexError(i)
        i %= count
        numbers = self.verdicts[self.offsets[i] : self.offsets[i + 1]]
        if len(numbers) == 1 and numbers[0] == _CONTRADICTORY:
            raise Error(f"case {i}: the facts contradict what the vocabulary says always holds")
        if len(numbers) == 1 and numbers[0] == _INVALID:
            raise Error(f"case {i}: a cell has a value that it cannot have, or the day is not one of the plan's")
        if len(numbers) == 1 and numbers[0] == _NOT_COMPUTED:
            raise Error(f"case {i}: a comparison cannot be computed: it is too large, or divides by zero")
        return [self.plan.verdict(number) for number in numbers]

    def decision(self, i, explain=False):
        """The whole decision of one of the cases: with what is missing, and with the amounts that hang on it."""
        if not 0 <= i < len(self):
            raise IndexError(i)
        plan = self.plan
        return _decision(
            _library.proviso_plan_decide_one(plan._pointer, self._cells, len(plan.columns), i, _EXPLAIN if explain else 0)
        )


# ---- cells

_CTYPES = {"uint8": ctypes.c_uint8, "uint16": ctypes.c_uint16, "int32": ctypes.c_int32, "int64": ctypes.c_int64}
_FORMATS = {"uint8": ("B", "?"), "uint16": ("H",), "int32": ("i",), "int64": ("l", "q")}
_UNASCERTAINABLE = {"int32": -(2**31), "int64": -(2**63)}


def _copied(code, address, count):
    numbers = array.array(code)
    if count:
        numbers.frombytes(ctypes.string_at(address, count * numbers.itemsize))
    return numbers


def _cells_of(column, given):
    """The number of cells, the cells, and bits for those that are known."""
    name, kind = column["column"], column["cells"]
    known = None
    if isinstance(given, tuple) and len(given) == 2 and _lies_as(given[0]):
        given, known = given
    if not _lies_as(given):
        return _converted(column, list(given))
    if _lies_as(given) not in _FORMATS[kind]:
        raise Error(f"`{name}` must be a list, or an array of {kind} that lies without gaps")
    view = memoryview(given)
    if known is not None:
        if _lies_as(known) not in ("L", "Q") or len(known) * 64 < len(view):
            raise Error(f"what is known of `{name}` must be an array of uint64, with a bit for each cell")
        known = _shared(memoryview(known), ctypes.c_uint64)
    return len(view), _shared(view, _CTYPES[kind]), known


def _lies_as(given):
    """The format of an array, as of the module struct; nothing for a list; a word for what is none."""
    if isinstance(given, (str, bytes, bytearray)):
        return "text"
    try:
        view = memoryview(given)
    except TypeError:
        return None
    if view.ndim != 1 or not view.c_contiguous or view.format == "L" and view.itemsize != 8:
        return "gaps"
    return view.format.lstrip("<=@")


def _shared(view, ctype):
    if len(view) == 0:
        return ctype()
    if view.readonly:
        return (ctype * len(view)).from_buffer_copy(view)
    return (ctype * len(view)).from_buffer(view)


def _converted(column, values):
    kind = column["cells"]
    cells = (_CTYPES[kind] * len(values))()
    known = (ctypes.c_uint64 * ((len(values) + 63) // 64 or 1))()
    cell = _cell_by(column)
    for i, value in enumerate(values):
        if value is None:
            continue
        try:
            cells[i] = cell(value)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            why = f": {error}" if isinstance(error, Error) else ""
            raise Error(f"`{column['column']}` of case {i} cannot be {value!r}{why}") from None
        known[i // 64] |= 1 << i % 64
    return len(values), cells if len(values) else _CTYPES[kind](), known


def _cell_by(column):
    """The function that makes a cell of a value."""
    kind, name = column["cells"], column["column"]
    type = column.get("type", "boolean")
    never = UNASCERTAINABLE if column.get("unascertainable") else object()
    if "subjects" in column:
        codes = {frozenset(names): code for code, names in enumerate(column["subjects"])}
        return lambda value: codes[frozenset([value] if isinstance(value, str) else value)]
    if name in ("date", "decided"):
        return _day
    if type == "boolean":
        codes = {False: 0, True: 1, never: 2}
        return lambda value: codes[value]
    if type == "choice":
        codes = {value: code for code, value in enumerate(column["values"])}
        codes[never] = len(codes)
        return lambda value: codes[value]
    if type == "date":
        convert = _day
    elif type == "duration":
        convert = lambda value: _period(value, column["unit"])  # noqa: E731
    else:
        decimals = column.get("decimals", 0)
        convert = lambda value: _units(value, decimals)  # noqa: E731

    def cell(value):
        return _UNASCERTAINABLE[kind] if value == never else convert(value)

    return cell


def _day(value):
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    return value.toordinal() - _EPOCH


def _period(value, unit):
    if isinstance(value, datetime.timedelta) and unit == "days" and not value % datetime.timedelta(days=1):
        return value.days
    if isinstance(value, int) and 0 <= value <= 12_000_000:
        return value
    raise Error(f"a period is a whole number of {unit}")


def _units(value, decimals):
    if isinstance(value, float) or isinstance(value, bool):
        raise Error("write a number as an int, a Decimal or a text: so it stays exact")
    with decimal.localcontext(decimal.Context(prec=60)):
        units = decimal.Decimal(value).scaleb(decimals)
    if units != units.to_integral_value() or not abs(units) < 2**63:
        raise Error(f"it has more than {decimals} digits behind the point, or is too large")
    return int(units)
