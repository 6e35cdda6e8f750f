package words

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed serverset.txt
var serverSetText string

//go:embed uncountable.txt
var uncountableText string

// serverSet and uncountable read their lists once; they never change.
var (
	serverSet   = sync.OnceValue(func() map[string]bool { return lines(serverSetText) })
	uncountable = sync.OnceValue(func() map[string]bool { return lines(uncountableText) })
)

// lines returns the lines of a list that are no comments.
func lines(text string) map[string]bool {
	table := map[string]bool{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			table[line] = true
		}
	}
	return table
}

// SetByServer reports whether a field of that name, in whatever case, is one that servers set and
// callers never do: created_at, updateTime, self_link.
func SetByServer(name string) bool { return serverSet()[Snake.Write(name)] }

// Uncountable reports whether a lower-case word has no plural where APIs use it: content, history,
// and words that are no nouns (custom, global).
func Uncountable(word string) bool { return uncountable()[word] }
