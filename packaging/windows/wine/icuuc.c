/* A stand-in for Wine 8, which lacks this library: Qt loads it for old text encodings, and none of
   them is used here. Opening one fails; nothing else is called then. */

typedef long long answer;
#define NOT_THERE 4 /* U_FILE_ACCESS_ERROR */
#define NONE(name) \
    __declspec(dllexport) answer name(void) { return 0; }

__declspec(dllexport) const char stand_in[] = "stand-in for tests: never ship";

__declspec(dllexport) void *ucnv_open(const char *name, int *error) {
    (void)name;
    if (error)
        *error = NOT_THERE;
    return 0;
}

NONE(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NONE(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NONE(ucnv_cbFromUWriteUChars)
NONE(ucnv_cbToUWriteUChars)
NONE(ucnv_close)
NONE(ucnv_countAvailable)
NONE(ucnv_fromUCountPending)
NONE(ucnv_fromUnicode)
NONE(ucnv_getAvailableName)
NONE(ucnv_getFromUCallBack)
NONE(ucnv_getMaxCharSize)
NONE(ucnv_getName)
NONE(ucnv_getStandardName)
NONE(ucnv_getToUCallBack)
NONE(ucnv_reset)
NONE(ucnv_setFromUCallBack)
NONE(ucnv_setToUCallBack)
NONE(ucnv_toUCountPending)
NONE(ucnv_toUnicode)
