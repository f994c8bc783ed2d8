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
echo classroom: no %JAVA%: install a JDK 17 or later, or set JAVA_HOME to one 1>&2
exit /b 1

:node
where node >nul 2>nul && goto run
echo classroom: no node on the PATH: install Node.js 20 or later (https://nodejs.org) 1>&2
exit /b 1

:run
node "%ROOT%\build.mjs" "%~1"
if not "%errorlevel%"=="0" exit /b 1
rem From the archive of this program's classes that an earlier `up` has left behind; without one `up` lists them for it.
set "DATA=-Xshare:auto"
if "%~1"=="up" set "DATA=-XX:DumpLoadedClassList=%ROOT%\target\cli.lst"
if exist "%ROOT%\target\cli.jsa" set "DATA=-XX:SharedArchiveFile=%ROOT%\target\cli.jsa"
rem A command that ends soon is compiled quickly. `up` serves calls: all compilers make those faster.
set "TIERS=1"
if "%~1"=="up" set "TIERS=4"
set "LIB=%ROOT%\cli\target\lib"
"%JAVA%" -XX:TieredStopAtLevel=%TIERS% -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED "%DATA%" -Djava.net.preferIPv4Stack=true "-Dclassroom.home=%ROOT%" -cp "%ROOT%\cli\target\cli.jar;%LIB%\*;%LIB%\last\*" classroom.cli.Main %*
