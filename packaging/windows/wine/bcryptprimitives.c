/* A stand-in for Wine 8, which lacks this library: random bytes as Windows gives them. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) const char stand_in[] = "stand-in for tests: never ship";

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T count) {
    while (count) {
        ULONG step = count > 0x10000000 ? 0x10000000 : (ULONG)count;
        if (!RtlGenRandom(into, step))
            return FALSE;
        into += step;
        count -= step;
    }
    return TRUE;
}
