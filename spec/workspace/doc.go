// Package workspace decides which files are linted: it finds the specs of a directory, tells them
// from other YAML and JSON by their content, finds the roots that fragments are linted through,
// and has the loaders read them. It knows no rule and no configuration file.
//
// A workspace is one folder, the root, that nothing is read outside of: the top of the git
// repository, or the folder that holds bylaw.yaml, or the folder stood in. Every path that leaves
// this package is relative to it and slash-separated; DirTree.Display turns it into what the user
// can open from where they stand.
//
// A working tree can be compared with a Base: another folder, an archive, or a commit that is read
// from git's objects without a checkout. Its files have the paths of the working tree.
package workspace
