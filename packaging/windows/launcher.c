/* The two starters. Compiled with PYDLL, the name of Python's library, and WINDOW as 1 or 0.

   They load Python from the folder `runtime` beside them, from nowhere else, and run the program.
   With WINDOW a file that is named is opened. The process for files is the same starter, called
   in the one way that `jobs.files` calls it. */

#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define LONGEST 32768
#define CHILD L"dscp_desktop.jobs.child"

typedef int (*run_python)(int, wchar_t **);

static wchar_t here[LONGEST], place[LONGEST];

static int stop(const wchar_t *words, int code) {
    if (WINDOW)
        MessageBoxW(NULL, words, L"DSCP Desktop", MB_OK | MB_ICONERROR);
    else
        fwprintf(stderr, L"%ls\n", words);
    return code;
}

static HMODULE load(const wchar_t *name) {
    _snwprintf(place, LONGEST - 1, L"%ls\\runtime\\%ls", here, name);
    return LoadLibraryExW(place, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
}

static int is_child(int count, wchar_t **words) {
    return count > 3 && !wcscmp(words[1], L"-P") && !wcscmp(words[2], L"-m") &&
           !wcscmp(words[3], CHILD);
}

int wmain(int count, wchar_t **words) {
    static const wchar_t *before[] = {L"-X", L"utf8", L"-B"};
    wchar_t **all = calloc(count + 8, sizeof *all);
    wchar_t *last;
    HMODULE python;
    run_python run;
    int n = 0, word = 1, i;

    if (!all || !GetModuleFileNameW(NULL, here, LONGEST - 1) || !(last = wcsrchr(here, L'\\')))
        return stop(L"Windows does not say where the program is.", 111);
    *last = 0;
    SetDllDirectoryW(L""); /* the folder we were called in brings no library */
    load(L"vcruntime140.dll");
    load(L"vcruntime140_1.dll");
    python = load(PYDLL);
    load(L"python3.dll");
    run = python ? (run_python)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run)
        return stop(L"The folder 'runtime' of the program is not whole. Install it again.", 112);
    all[n++] = words[0];
    for (i = 0; i < 3; i++)
        all[n++] = (wchar_t *)before[i];
    if (!is_child(count, words)) {
        all[n++] = L"-m";
        all[n++] = L"dscp_desktop.app.main";
        if (WINDOW && count > 1 && wcscmp(words[1], L"open"))
            all[n++] = L"open";
    }
    while (word < count)
        all[n++] = words[word++];
    return run(n, all);
}
