/* A stand-in for Wine 8, whose library for colours of screens lacks what Qt asks of it: a computer
   without any colour profile. */
#include <windows.h>

#define OFFERED __declspec(dllexport)

OFFERED const char stand_in[] = "stand-in for tests: never ship";

OFFERED void *WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD share, DWORD how) {
    return NULL;
}

OFFERED BOOL WINAPI CloseColorProfile(void *profile) {
    return FALSE;
}

OFFERED void *WINAPI WcsCreateIccProfile(void *profile, DWORD options) {
    return NULL;
}

OFFERED BOOL WINAPI GetColorDirectoryW(void *machine, void *into, void *size) {
    return FALSE;
}

OFFERED BOOL WINAPI WcsGetDefaultColorProfile(void *scope, void *device, int kind, int space,
                                              DWORD id, DWORD size, void *into) {
    return FALSE;
}

OFFERED BOOL WINAPI WcsGetDefaultColorProfileSize(void *scope, void *device, int kind, int space,
                                                  DWORD id, void *size) {
    return FALSE;
}

OFFERED BOOL WINAPI WcsGetUsePerUserProfiles(void *device, DWORD kind, void *into) {
    return FALSE;
}
