@echo off
rem The command line of the class: builds what is stale and runs it. The code is in cli\.
setlocal
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "JAVA=java.exe"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
set "FOUND="
if defined JAVA_HOME (if exist "%JAVA%" set "FOUND=1") else (where java >nul 2>nul && set "FOUND=1")
if defined FOUND goto node
call :language
if not defined PORTUGUESE echo classroom: no %JAVA%: install a JDK 17 or later, or set JAVA_HOME to one 1>&2
if defined PORTUGUESE echo classroom: falta %JAVA%: instale um JDK 17 ou mais novo, ou aponte JAVA_HOME para um 1>&2
exit /b 3

:node
where node >nul 2>nul && goto run
call :language
if not defined PORTUGUESE echo classroom: no node on the PATH: install Node.js 20 or later (https://nodejs.org) 1>&2
if defined PORTUGUESE echo classroom: falta o node no PATH: instale o Node.js 20 ou mais novo (https://nodejs.org) 1>&2
exit /b 3

rem No letter with an accent above: this file is read in the code page of the console.
:language
set "SAID=%CLASSROOM_LANG%"
if not defined SAID set "SAID=%LANG%"
if not defined SAID for /f "tokens=3" %%l in ('reg query "HKCU\Control Panel\International" /v LocaleName') do set "SAID=%%l"
set "PORTUGUESE="
if /i "%SAID:~0,2%"=="pt" set "PORTUGUESE=1"
exit /b 0

:run
node "%ROOT%\build.mjs" "%~1"
if not "%errorlevel%"=="0" exit /b 3
rem How wide a line may be, unless the user has said it.
if not defined COLUMNS for /f %%c in ('node -p process.stderr.columns') do set "COLUMNS=%%c"
rem From the archive of this program's classes that an earlier `up` has left behind; without one `up` lists them for it.
set "DATA=-Xshare:auto"
if "%~1"=="up" set "DATA=-XX:DumpLoadedClassList=%ROOT%\target\cli.lst"
if exist "%ROOT%\target\cli.jsa" set "DATA=-XX:SharedArchiveFile=%ROOT%\target\cli.jsa"
rem A command that ends soon is compiled quickly. `up` serves calls: all compilers make those faster.
set "TIERS=1"
if "%~1"=="up" set "TIERS=4"
set "LIB=%ROOT%\cli\target\lib"
"%JAVA%" -XX:TieredStopAtLevel=%TIERS% -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED "%DATA%" -Djava.net.preferIPv4Stack=true "-Dclassroom.home=%ROOT%" -cp "%ROOT%\cli\target\cli.jar;%LIB%\*;%LIB%\last\*" classroom.cli.Main %*
