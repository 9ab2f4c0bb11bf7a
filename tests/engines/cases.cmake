# Writes the exports and cases that engines are tested with: -DENGINE_CASES= -DSTATUTES= -DFOLDER=
file(REMOVE_RECURSE ${FOLDER})
execute_process(COMMAND ${ENGINE_CASES} ${FOLDER}/statutes 12 statutes ${STATUTES} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${ENGINE_CASES} ${FOLDER}/random 20 random 7 3 COMMAND_ERROR_IS_FATAL ANY)
