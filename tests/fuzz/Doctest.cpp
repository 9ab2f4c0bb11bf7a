// What the checks of properties need where there is no test runner.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
