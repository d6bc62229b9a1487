def write_comparison(tasks, failed, name, folder, *, private):
    return folder / "index.html"
