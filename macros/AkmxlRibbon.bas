Attribute VB_Name = "AkmxlRibbon"
Option Explicit

' The buttons of the tab AKM. Each one runs akmxl.ribbon, hidden, on the workbook in front and waits for it;
' all the work is done, and all else is said, by Python. "akmxl addin build" makes akmxl.xlam of this file.
' ASCII only, as the project's code page knows no other letters: what AkmxlText holds is English here and the
' language of the tab, spelt in ASCII, in what is built.

Private Const SETTING As String = "HKCU\Software\VB and VBA Program Settings\akmxl\addin\python"
Private Const LANGUAGE As String = "en"

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
        AkmxlSay AkmxlText("The program is not installed. Give this command in a terminal: akmxl addin install")
        Exit Sub
    End If
    On Error GoTo NotStarted
    code = AkmxlRun(AkmxlCommand(python, action))
    If code <> 0 Then
        AkmxlSay Replace(AkmxlText("It was not done (code: {code}). Give this command in a terminal: akmxl doctor"), "{code}", CStr(code))
    End If
    Exit Sub
NotStarted:
    AkmxlSay AkmxlText("Python did not start. Give this command in a terminal: akmxl addin install")
End Sub

Private Function AkmxlCommand(python As String, action As String) As String
    AkmxlCommand = """" & python & """ -E -P -m akmxl.ribbon " & action & " --hwnd=" & AkmxlWindow() & " --lang=" & LANGUAGE
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
    If AkmxlShows(text) Then
        MsgBox text, vbExclamation, "AKM"
    Else
        AkmxlPopup text
    End If
End Sub

' The reverse of AkmxlPlain, for what this file says.
Private Function AkmxlText(spelt As String) As String
    Dim pieces() As String, i As Long
    pieces = Split(spelt, "~")
    AkmxlText = pieces(0)
    For i = 1 To UBound(pieces)
        AkmxlText = AkmxlText & ChrW(CLng("&H" & Left$(pieces(i), 4))) & Mid$(pieces(i), 5)
    Next i
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

' MsgBox has the letters of the PC's code page alone: Russian ones would be question marks on an English PC.
Private Function AkmxlShows(text As String) As Boolean
    AkmxlShows = (StrConv(StrConv(text, vbFromUnicode), vbUnicode) = text)
End Function

Private Function AkmxlPopup(text As String) As Long
    AkmxlPopup = CreateObject("WScript.Shell").Popup(text, 0, "AKM", vbExclamation)
End Function
