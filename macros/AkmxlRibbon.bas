Attribute VB_Name = "AkmxlRibbon"
Option Explicit

' The buttons of the tab AKM. Each one runs akmxl.ribbon, hidden, on the workbook in front and waits for it;
' all the work is done, and all else is said, by Python. "akmxl addin build" makes akmxl.xlam of this file.
' ASCII only, as the project's code page knows no other letters: AkmxlUzbek sets the Uzbek apostrophes.

Private Const SETTING As String = "HKCU\Software\VB and VBA Program Settings\akmxl\addin\python"
Private Const INSTALL As String = " Terminalda buyruq bering: akmxl addin install"
Private Const EXAMINE As String = " Terminalda buyruq bering: akmxl doctor"

Public Sub AkmxlCheck(control As IRibbonControl)
    AkmxlPress "check"
End Sub

Public Sub AkmxlNextFinding(control As IRibbonControl)
    AkmxlPress "next-finding"
End Sub

Public Sub AkmxlCloseMonth(control As IRibbonControl)
    AkmxlPress "close-month"
End Sub

Public Sub AkmxlHandIn(control As IRibbonControl)
    AkmxlPress "hand-in"
End Sub

Public Sub AkmxlRollup(control As IRibbonControl)
    AkmxlPress "rollup"
End Sub

Public Sub AkmxlDue(control As IRibbonControl)
    AkmxlPress "due"
End Sub

Public Sub AkmxlSubmit(control As IRibbonControl)
    AkmxlPress "submit"
End Sub

Public Sub AkmxlSent(control As IRibbonControl)
    AkmxlPress "sent"
End Sub

Public Sub AkmxlFolder(control As IRibbonControl)
    AkmxlPress "folder"
End Sub

Public Sub AkmxlImport(control As IRibbonControl)
    AkmxlPress "import"
End Sub

Public Sub AkmxlRepair(control As IRibbonControl)
    AkmxlPress "repair"
End Sub

Public Sub AkmxlHelp(control As IRibbonControl)
    AkmxlPress "help"
End Sub

' Python says itself what it did or could not do and ends with 0: any other end is told here.
Private Sub AkmxlPress(action As String)
    Dim python As String, code As Long
    python = AkmxlPython()
    If python = "" Then
        AkmxlSay "Dastur o'rnatilmagan." & INSTALL
        Exit Sub
    End If
    On Error GoTo NotStarted
    code = AkmxlRun(AkmxlCommand(python, action))
    If code <> 0 Then AkmxlSay "Amal bajarilmadi (kod: " & code & ")." & EXAMINE
    Exit Sub
NotStarted:
    AkmxlSay "Python ishga tushmadi." & INSTALL
End Sub

Private Function AkmxlCommand(python As String, action As String) As String
    AkmxlCommand = """" & python & """ -E -P -m akmxl.ribbon " & action & " --hwnd=" & AkmxlWindow()
    If Not ActiveWorkbook Is Nothing Then
        AkmxlCommand = AkmxlCommand & " --workbook-name=" & AkmxlPlain(ActiveWorkbook.Name)
    End If
End Function

' A name of ASCII letters, digits, dots, hyphens and low lines; any other letter as ~ and four hex digits of
' UTF-16. So no blank, quote or %NAME% of a file's name can become an argument or a command.
Private Function AkmxlPlain(text As String) As String
    Dim i As Long, letter As String
    For i = 1 To Len(text)
        letter = Mid$(text, i, 1)
        If letter Like "[A-Za-z0-9._-]" Then
            AkmxlPlain = AkmxlPlain & letter
        Else
            AkmxlPlain = AkmxlPlain & "~" & Right$("000" & Hex$(AscW(letter)), 4)
        End If
    Next i
End Function

Private Sub AkmxlSay(text As String)
    MsgBox AkmxlUzbek(text), vbExclamation, "AKM"
End Sub

Private Function AkmxlUzbek(text As String) As String
    AkmxlUzbek = Replace(Replace(text, "o'", "o" & ChrW(8216)), "g'", "g" & ChrW(8216))
    AkmxlUzbek = Replace(AkmxlUzbek, "'", ChrW(8217))
End Function

' What lies outside this file, each behind one function.

' Empty without the setting. Not GetSetting, which reads in the PC's code page and spoils other letters.
Private Function AkmxlPython() As String
    On Error Resume Next
    AkmxlPython = CreateObject("WScript.Shell").RegRead(SETTING)
End Function

Private Function AkmxlRun(command As String) As Long
    AkmxlRun = CreateObject("WScript.Shell").Run(command, 0, True)
End Function

Private Function AkmxlWindow() As String
    AkmxlWindow = CStr(Application.Hwnd)
End Function
