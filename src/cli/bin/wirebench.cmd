@echo off
setlocal
set ELECTRON_RUN_AS_NODE=1
if not defined WIREBENCH_NODE set WIREBENCH_NODE=node
"%WIREBENCH_NODE%" "%~dp0..\cli.js" %*
