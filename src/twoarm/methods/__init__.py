"""Methods: two arms as arrays or counts go in, an estimate with its interval and P comes out. Nothing here knows a study."""
