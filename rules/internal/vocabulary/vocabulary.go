// Package vocabulary finds names in the list of terms of one rule, which its users can add to and take
// from. It knows how names are written, and no model and no rule.
package vocabulary

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
)

// Options change a list: terms to add, each with its class behind it if the list has classes ("badge_number
// identifier"), and terms that mean something else in this API.
type Options struct {
	Add    []string `json:"add"`
	Except []string `json:"except"`
}

// Unchanged are the options of a list as it is.
func Unchanged() Options { return Options{Add: []string{}, Except: []string{}} }

// Validate refuses what is no term.
func (o Options) Validate() error {
	for _, term := range append(o.Add, o.Except...) {
		if fields := strings.Fields(term); len(fields) == 0 || !words.Snake.Has(fields[0]) {
			return fmt.Errorf("%q is no term in snake_case", term)
		}
	}
	return nil
}

// Terms are names in snake_case, each with its class; "" where the list has none.
type Terms map[string]string

// Parse reads a list: a term on each line, its class behind it, and comments that begin with #.
func Parse(text string, o Options) Terms {
	terms := Terms{}
	for line := range strings.Lines(text + "\n" + strings.Join(o.Add, "\n")) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0][0] != '#' {
			terms[fields[0]] = strings.Join(fields[1:], " ")
		}
	}
	for _, term := range o.Except {
		delete(terms, term)
	}
	return terms
}

// Is looks up the name itself, in whatever case and in the singular.
func (t Terms) Is(name string) (class string, ok bool) {
	name = words.Snake.Write(name)
	if class, ok = t[name]; ok {
		return class, ok
	}
	class, ok = t[singular(name)]
	return class, ok
}

// Ends looks up what the name is about: the name itself or its last words, as email in customer_email
// and customerEmails.
func (t Terms) Ends(name string) (class string, ok bool) {
	name = words.Snake.Write(name)
	if class, ok = t.ending(name); !ok && strings.HasSuffix(name, "s") {
		class, ok = t.ending(singular(name))
	}
	return class, ok
}

func (t Terms) ending(name string) (class string, ok bool) {
	for {
		if class, ok = t[name]; ok {
			return class, ok
		}
		at := strings.IndexByte(name, '_')
		if at < 0 {
			return "", false
		}
		name = name[at+1:]
	}
}

// singular puts the last word of a name into the singular.
func singular(name string) string {
	at := strings.LastIndexByte(name, '_') + 1
	return name[:at] + words.English().Singular(name[at:])
}
