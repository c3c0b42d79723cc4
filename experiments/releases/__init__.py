"""The releases that experiments deploy, and the ways back from them. One file each."""
