package hook

import (
	"bytes"
	"errors"
	"regexp"
)

// shell is a hook that is a script. Without bylaw on the machine it says so and lets the commit pass: what
// counts is said again in the pull request.
func shell(path, command string) File {
	return File{Path: path, Program: true, insert: intoScript, content: []string{
		"if command -v bylaw > /dev/null 2>&1; then",
		"  " + command + " || exit $?",
		"else",
		"  echo 'bylaw is not installed, so the API contracts are not checked: https://github.com/bylaw-dev/bylaw#install' >&2",
		"fi",
	}}
}

var shebang = regexp.MustCompile(`^#![^\n]*\b(sh|bash|dash|ash|ksh|zsh)\b[^\n]*\n`)

// intoScript puts the lines at the beginning, for the end of a script may never be reached.
func intoScript(old, block []byte) ([]byte, error) {
	switch head := shebang.Find(old); {
	case len(old) == 0:
		return append([]byte("#!/bin/sh\n"), block...), nil
	case head != nil:
		return bytes.Join([][]byte{head, block, old[len(head):]}, nil), nil
	case bytes.HasPrefix(old, []byte("#!")):
		return nil, errors.New("it is no script of a shell")
	}
	return append(bytes.Clone(block), old...), nil
}
