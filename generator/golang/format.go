package golang

import (
	"bytes"
	"go/format"
	"go/scanner"
	"go/token"
	"path"
	"strconv"
)

// layOut takes out of a file the imports that it doesn't use, for templates print all that there
// may be, and formats it. Only files with one parenthesised import declaration are printed.
func layOut(_ string, text []byte) ([]byte, error) {
	return format.Source(prune(text))
}

// prune drops the imports whose package is never selected from. Tokens suffice to tell: generated
// code has no variable that is called like a package it imports.
func prune(text []byte) []byte {
	s := scan(text)
	if s.from == s.to {
		return text
	}
	pruned := bytes.Clone(text[:s.from])
	for _, line := range bytes.SplitAfter(text[s.from:s.to], []byte("\n")) {
		if name := importName(line); name == "" || s.used[name] {
			pruned = append(pruned, line...)
		}
	}
	return append(pruned, text[s.to:]...)
}

// importName returns by what name a line of an import declaration imports, or "".
func importName(line []byte) string {
	fields := bytes.Fields(line)
	if len(fields) == 2 {
		return string(fields[0])
	}
	if len(fields) != 1 {
		return ""
	}
	imported, err := strconv.Unquote(string(fields[0]))
	if err != nil {
		return ""
	}
	return path.Base(imported)
}

// scanned is what tokens tell of a file.
type scanned struct {
	from, to int             // the lines between the parentheses of the import declaration
	used     map[string]bool // what something is selected from
}

func scan(text []byte) scanned {
	result := scanned{used: map[string]bool{}}
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	imports, name, before := false, "", token.ILLEGAL
	for {
		pos, tok, literal := s.Scan()
		switch tok {
		case token.EOF:
			return result
		case token.IMPORT:
			imports = true
		case token.LPAREN:
			if imports {
				result.from = file.Offset(pos) + 1
			}
		case token.RPAREN:
			if imports {
				result.to, imports = file.Offset(pos), false
			}
		case token.PERIOD:
			result.used[name] = true
		}
		name = ""
		if tok == token.IDENT && before != token.PERIOD {
			name = literal
		}
		before = tok
	}
}
