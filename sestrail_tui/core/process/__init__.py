"""The process itself: signals, threads, crash report, its folders and files."""
