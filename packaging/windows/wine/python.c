/* Python itself, for tests under Wine: what is said to it goes to Python as it is. Compiled with
   PYDLL; it lies beside the starters of a copied program and is a stand-in: never ship it. */
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

__declspec(dllexport) const char stand_in[] = "stand-in for tests: never ship";

int wmain(int count, wchar_t **words) {
    static wchar_t place[32768];
    static const wchar_t *libraries[] = {L"vcruntime140.dll", L"vcruntime140_1.dll", PYDLL,
                                         L"python3.dll"};
    HMODULE loaded[4];
    wchar_t *name;
    int i;
    GetModuleFileNameW(NULL, place, 30000);
    name = wcsrchr(place, L'\\') + 1;
    for (i = 0; i < 4; i++) {
        wcscpy(name, L"runtime\\");
        wcscat(name, libraries[i]);
        loaded[i] = LoadLibraryExW(place, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    }
    if (!loaded[2])
        return 111;
    return ((int (*)(int, wchar_t **))(void *)GetProcAddress(loaded[2], "Py_Main"))(count, words);
}
