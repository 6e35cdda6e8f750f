package project

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Stamp says by what a service was made. It lies in the manifest, so that the service can be upgraded.
type Stamp struct {
	Version int // of the templates
	Wiring  int // as Wiring has it
	Name    string
	Kind    Kind
	Store   string
	Example bool

	Made     string // the day on which the service was made, "2026-01-31"; "": unknown
	Template string // templates of the user's own, as they were named; "": none
	Commit   string // of Template, if it is a git repository
}

// Stamp returns that of a project made today.
func (p *Project) Stamp() Stamp {
	s := Stamp{
		Version: TemplateVersion, Wiring: Wiring(TemplateVersion), Name: p.Name, Kind: p.Kind, Store: p.Store, Example: p.Example,
		Template: p.Template, Commit: p.Commit,
	}
	if !p.Today.IsZero() {
		s.Made = p.Today.Format(time.DateOnly)
	}
	return s
}

// String returns the stamp as one line of words: "service 3 orders proto memory example".
func (s Stamp) String() string {
	from := "example"
	if !s.Example {
		from = "own"
	}
	words := []string{"service", strconv.Itoa(s.Version), s.Name, string(s.Kind), s.Store, from}
	if s.Wiring != Wiring(s.Version) {
		words = append(words, "wiring="+strconv.Itoa(s.Wiring))
	}
	if s.Made != "" {
		words = append(words, "made="+s.Made)
	}
	if s.Template != "" {
		words = append(words, "template="+strings.NewReplacer("%", "%25", " ", "%20").Replace(s.Template))
	}
	if s.Commit != "" {
		words = append(words, "commit="+s.Commit)
	}
	return strings.Join(words, " ")
}

// ParseStamp reads what String writes. A stamp of newer templates is read as far as its version: what else it says may
// mean something else by then.
func ParseStamp(text string) (s Stamp, err error) {
	words := strings.Split(text, " ")
	if len(words) < 2 || words[0] != "service" {
		return s, unreadable(text)
	}
	if s.Version, err = strconv.Atoi(words[1]); err != nil || s.Version < 1 {
		return s, unreadable(text)
	}
	if s.Wiring = Wiring(s.Version); s.Version > TemplateVersion {
		return s, nil
	}
	if len(words) < 6 || words[5] != "example" && words[5] != "own" {
		return s, unreadable(text)
	}
	s.Name, s.Kind, s.Store, s.Example = words[2], Kind(words[3]), words[4], words[5] == "example"
	if CheckName(s.Name) != nil || !slices.Contains(Kinds(), words[3]) || !slices.Contains(Stores(), s.Store) || !s.rest(words[6:]) {
		return s, unreadable(text)
	}
	return s, nil
}

// rest reads what follows the words that every stamp has.
func (s *Stamp) rest(words []string) bool {
	for _, word := range words {
		var err error
		switch key, value, _ := strings.Cut(word, "="); key {
		case "wiring":
			s.Wiring, err = strconv.Atoi(value)
		case "made":
			s.Made = value
			_, err = time.Parse(time.DateOnly, value)
		case "template":
			if s.Template, err = url.PathUnescape(value); strings.ContainsFunc(s.Template, unicode.IsControl) {
				return false
			}
		case "commit":
			s.Commit = value
		default:
			return false
		}
		if err != nil {
			return false
		}
	}
	return true
}

func unreadable(text string) error {
	return fmt.Errorf("the stamp %q is none that bylaw has written: restore it from version control", text)
}
