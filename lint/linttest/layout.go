package linttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
)

// layout is a way to write a file that means the same.
type layout struct {
	name  string
	write func(file, text string) string
	// same compares a file as it is written that was mended with one that was mended and then written.
	same func(mended, written string) bool
}

func layouts() []layout {
	return []layout{
		{"with CRLF", func(_, text string) string { return withCRLF(text) }, func(a, b string) bool { return a == b }},
		{"on one line", onOneLine, sameOnOneLine},
	}
}

func withCRLF(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
}

// onOneLine writes JSON without blanks.
func onOneLine(file, text string) string {
	var out bytes.Buffer
	if path.Ext(file) != ".json" || json.Compact(&out, []byte(text)) != nil {
		return text
	}
	return out.String()
}

// sameOnOneLine also demands that what was on one line is so still.
func sameOnOneLine(mended, written string) bool {
	return mended == written || onOneLine(".json", mended) == written && !strings.Contains(mended, "\n")
}

// layoutProblems mends the case in another layout: nothing else may come of it than in its own.
func (c *testCase) layoutProblems(rule *lint.Rule, l layout, want map[string]string) []string {
	other := &testCase{name: c.name, files: map[string]string{}, options: c.options}
	for file, text := range c.files {
		other.files[file] = l.write(file, text)
	}
	if maps.Equal(other.files, c.files) {
		return nil
	}
	mended, problems := other.mended(rule)
	for _, file := range slices.Sorted(maps.Keys(mended)) {
		if written := l.write(file, want[file]); !l.same(mended[file], written) {
			problems = append(problems, "it is mended otherwise: "+difference(mended[file], written))
		}
	}
	for i, problem := range problems {
		problems[i] = l.name + ": " + problem
	}
	return problems
}

// difference shows where two texts part.
func difference(got, want string) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	excerpt := func(text string) string { return text[max(0, at-40):min(len(text), at+80)] }
	return fmt.Sprintf("%q, and not %q", excerpt(got), excerpt(want))
}
