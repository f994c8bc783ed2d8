/*
 * Stands for a program of Windows: appends its arguments, one a line in UTF-8, to the file NAME.args beside it, prints the
 * file NAME.out and ends with the status in the file NAME.status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static FILE *beside(const wchar_t *name, const wchar_t *mode) {
  wchar_t path[4096];
  GetModuleFileNameW(NULL, path, 4000);
  wcscpy(wcsrchr(path, L'.'), name);
  return _wfopen(path, mode);
}

int wmain(int count, wchar_t **arguments) {
  char text[8192];
  FILE *file = beside(L".args", L"ab");
  for (int i = 1; i < count; i++) {
    WideCharToMultiByte(CP_UTF8, 0, arguments[i], -1, text, sizeof text, NULL, NULL);
    fprintf(file, "%s\n", text);
  }
  fclose(file);
  if ((file = beside(L".out", L"rb"))) {
    fwrite(text, 1, fread(text, 1, sizeof text, file), stdout);
    fclose(file);
  }
  int status = 0;
  if ((file = beside(L".status", L"r"))) {
    fscanf(file, "%d", &status);
    fclose(file);
  }
  return status;
}
