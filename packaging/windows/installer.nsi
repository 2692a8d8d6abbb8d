Target amd64-unicode
; The installer for one person: no administrator, silent with /S, into another folder with /D=FOLDER.
;
; Everything is unpacked beside the place of the program; then two folders change their names. What
; fails before that leaves the version that was there as it was. Whatever else stands in the
; program's folder (a policy, records beside a program on a memory stick) is never deleted.
;
; Exit codes: 0 done, 1 left by the person, 2 could not be unpacked (a full disk), 3 a newer version
; is there, 4 the program is open, 5 too little room.
;
; Given by the build: VERSION, FOUR (with four numbers), SOURCE, OUT, ICON, KILOBYTES, MEGABYTES;
; QUICK for tests.

!include FileFunc.nsh
!include LogicLib.nsh
!include MUI2.nsh
!include WordFunc.nsh

!define NAME "DSCP Desktop"
!define KIND "DSCPDesktop.Store"
!define STARTER "${NAME}.exe"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define FRESH "$INSTDIR.new"
!define BEFORE "$INSTDIR.old"
!define SHCNE_ASSOCCHANGED 0x08000000

Name "${NAME}"
OutFile "${OUT}"
Icon "${ICON}"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
SetOverwrite on
AllowSkipFiles off
CRCCheck force
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${FOUR}"
VIAddVersionKey /LANG=2057 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2057 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2057 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2057 "FileDescription" "${NAME}: set up"
VIAddVersionKey /LANG=2057 "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${STARTER}"
!define MUI_FINISHPAGE_RUN_TEXT "Start ${NAME}"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Var Unpacking

!macro Stop words code
  MessageBox MB_OK|MB_ICONSTOP "${words}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Deletes what an installer put into FOLDER, and nothing else.
!macro DeleteOurs folder
  RMDir /r "${folder}\runtime"
  RMDir /r "${folder}\packages"
  RMDir /r "${folder}\program"
  Delete "${folder}\${STARTER}"
  Delete "${folder}\dscp.exe"
  Delete "${folder}\LICENCES.txt"
  Delete "${folder}\parts.cdx.json"
  Delete "${folder}\uninstall.exe"
  RMDir "${folder}"
!macroend

; Windows lets nobody write to a program that runs.
!macro StopIfOpen file
  ${If} ${FileExists} "${file}"
    ClearErrors
    FileOpen $0 "${file}" a
    ${If} ${Errors}
      !insertmacro Stop "${NAME} is open. Close it, then try again." 4
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Moves what is not ours from the version before to the one that is there now.
Function TakeOver
  ${IfNot} ${FileExists} "${BEFORE}\*.*"
    Return
  ${EndIf}
  !insertmacro DeleteOurs "${BEFORE}"
  FindFirst $0 $1 "${BEFORE}\*.*"
  ${DoUntil} $1 == ""
    ${If} $1 != "."
    ${AndIf} $1 != ".."
    ${AndIfNot} ${FileExists} "$INSTDIR\$1"
      Rename "${BEFORE}\$1" "$INSTDIR\$1"
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  RMDir "${BEFORE}"
FunctionEnd

Function .onInit
  StrCpy $Unpacking 0
  ReadRegStr $0 HKCU "${ENTRY}" "DisplayVersion"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$INSTDIR\${STARTER}"
    ${VersionCompare} $0 "${VERSION}" $1
    ${If} $1 == 1
      !insertmacro Stop "${NAME} $0 is installed, and ${VERSION} is older. It may not be able to \
open your records. Nothing was changed." 3
    ${EndIf}
  ${EndIf}
  !insertmacro StopIfOpen "$INSTDIR\${STARTER}"
  !insertmacro StopIfOpen "$INSTDIR\dscp.exe"
  ; What is unpacked stands twice for a while: once packed together, once in its place.
  ${GetRoot} "$INSTDIR" $0
  ClearErrors
  ${DriveSpace} "$0\" "/D=F /S=M" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 < ${MEGABYTES}
    !insertmacro Stop "There is too little room: ${NAME} needs ${MEGABYTES} MB on $0, and $1 MB \
are free. Nothing was changed." 5
  ${EndIf}
FunctionEnd

Function .onInstFailed
  ${If} $Unpacking == 1
    SetOutPath "$TEMP"
    RMDir /r "${FRESH}"
  ${EndIf}
FunctionEnd

Section
  ; A set-up that was cut off: its two names may stand half changed.
  ${If} ${FileExists} "${BEFORE}\*.*"
    ${IfNot} ${FileExists} "$INSTDIR\*.*"
      Rename "${BEFORE}" "$INSTDIR"
    ${Else}
      Call TakeOver
    ${EndIf}
  ${EndIf}
  RMDir /r "${FRESH}"

  StrCpy $Unpacking 1
  ClearErrors
  SetOutPath "${FRESH}"
  File /r "${SOURCE}\*.*"
  WriteUninstaller "${FRESH}\uninstall.exe"
  ${If} ${Errors}
  ${OrIfNot} ${FileExists} "${FRESH}\uninstall.exe"
    Abort "The files could not be written. Nothing was changed."
  ${EndIf}
  SetOutPath "$TEMP" ; Windows renames no folder that a program stands in

  ClearErrors
  ${If} ${FileExists} "$INSTDIR\*.*"
    Rename "$INSTDIR" "${BEFORE}"
    ${If} ${Errors}
      RMDir /r "${FRESH}"
      !insertmacro Stop "A file of ${NAME} is open. Close the program, then try again. Nothing was \
changed." 4
    ${EndIf}
  ${EndIf}
  Rename "${FRESH}" "$INSTDIR"
  ${If} ${Errors}
    Rename "${BEFORE}" "$INSTDIR"
    RMDir /r "${FRESH}"
    !insertmacro Stop "The folder of ${NAME} could not be changed. Nothing was changed." 4
  ${EndIf}
  StrCpy $Unpacking 0
  Call TakeOver

  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${STARTER}"
  WriteRegStr HKCU "Software\Classes\.dscp" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "${NAME} records"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" '"$INSTDIR\${STARTER}",0'
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" \
    '"$INSTDIR\${STARTER}" open "%1"'
  WriteRegStr HKCU "${ENTRY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" '"$INSTDIR\${STARTER}",0'
  WriteRegStr HKCU "${ENTRY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'
SectionEnd

Function un.onInit
  !insertmacro StopIfOpen "$INSTDIR\${STARTER}"
  !insertmacro StopIfOpen "$INSTDIR\dscp.exe"
FunctionEnd

Section "Uninstall"
  SetOutPath "$TEMP"
  !insertmacro DeleteOurs "$INSTDIR"
  RMDir /r "${FRESH}"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${ENTRY}"
  ReadRegStr $0 HKCU "Software\Classes\.dscp" ""
  ${If} $0 == "${KIND}" ; nobody else took it over
    DeleteRegKey HKCU "Software\Classes\.dscp"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'
SectionEnd
