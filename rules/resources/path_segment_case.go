package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/convention"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var pathSegmentCase = lint.NewWith(lint.Meta{
	ID:       "path-segment-case",
	Title:    "a path segment is written in another case than the others",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, convention.Options{Case: convention.Majority}, func(options convention.Options) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		all := spellingsOf(p.Words, api)
		var tally convention.Tally
		for _, s := range all.inOrder {
			tally.Add(s.text)
		}
		want := options.Decide(tally, preferredCase(api.Format))
		for _, s := range all.inOrder {
			if !want.Has(s.text) && !s.saysVerb {
				s.report(p, want, all.byText[want.Write(s.text)] == nil)
			}
		}
	}}
})

// preferredCase decides where as many segments are in one case as in another: AIP-122 writes
// collections in camelCase, and most of HTTP in kebab-case.
func preferredCase(format spec.Format) words.Case {
	if format == spec.Proto {
		return words.Camel
	}
	return words.Kebab
}

// spelling is the text of a segment with every place where it stands.
type spelling struct {
	text     string
	first    *spec.Node // where it stands first
	places   []source.Span
	saysVerb bool // verb-in-path wants it gone
}

// spellings are the segments of an API.
type spellings struct {
	inOrder []*spelling
	byText  map[string]*spelling
}

// spellingsOf returns the segments of an API that have a case, each text once.
func spellingsOf(l *words.Lexicon, api *spec.API) spellings {
	all := spellings{byText: map[string]*spelling{}}
	seen := map[source.Span]bool{} // GET and POST on one path share its text
	methods := methodsByPath(api)
	look := func(element *spec.Node, path spec.Path) {
		for _, s := range literalsOf(path) {
			if seen[s.part.Span] {
				continue
			}
			seen[s.part.Span] = true
			known := all.get(s.part.Text, element)
			_, verb := s.verb(l, methods[path.Erased()])
			known.places = append(known.places, s.part.Span)
			known.saysVerb = known.saysVerb || verb
		}
	}
	eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) { look(&o.Node, b.Path) })
	eachPattern(api, look) // names of resources become paths as soon as an rpc takes them
	return all
}

// get returns the spelling of a text, a new one where the text stands for the first time.
func (all *spellings) get(text string, element *spec.Node) *spelling {
	known := all.byText[text]
	if known == nil {
		known = &spelling{text: text, first: element}
		all.byText[text] = known
		all.inOrder = append(all.inOrder, known)
	}
	return known
}

// literalsOf returns the literals that fill a segment alone and have a case, those in the patterns of
// variables included: all of them are parts of URLs.
func literalsOf(path spec.Path) []segment {
	var literals []segment
	if strings.Contains(path.Raw, "/.well-known/") || strings.Contains(path.Raw, "/scim/") {
		return nil // RFC 8615 and RFC 7644 spell their own
	}
	for i, part := range path.Parts {
		joined := i > 0 && path.Parts[i-1].Segment == part.Segment && path.Parts[i-1].Text != part.Within
		continued := i+1 < len(path.Parts) && path.Parts[i+1].Segment == part.Segment && path.Parts[i+1].Kind != spec.Verb
		if part.Kind == spec.Literal && !joined && !continued && hasCase(part.Text) {
			literals = append(literals, segment{path, i, part})
		}
	}
	return literals
}

// hasCase reports whether a segment is a word, or several: 2fa, feed.json and _deleted_ are in no case.
func hasCase(text string) bool {
	first := text[0] | 0x20
	return first >= 'a' && first <= 'z' && !strings.ContainsFunc(text, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	})
}

// report says how the segment should be spelled; free: no other segment is.
func (s *spelling) report(p *lint.Pass, want convention.Convention, free bool) {
	better := want.Write(s.text)
	options := []lint.Option{
		lint.Cure(fmt.Sprintf("name it %s, and keep the old path until its callers have moved", better)),
	}
	if p.API.Format == spec.OpenAPI && free {
		options = append(options, s.rename(better))
	}
	p.Report(s.first, s.places[0],
		fmt.Sprintf("path segment %s is %s, %s: consumers who spell it like its neighbours find nothing",
			s.text, convention.Describe(s.text), want.Reason("path segments")), options...)
}

// rename offers another spelling wherever the segment stands. It is never applied: who calls the old
// paths would find nothing any more.
func (s *spelling) rename(to string) lint.Option {
	fix := report.Fix{Title: "rename to " + to, Safety: report.DisplayOnly}
	for _, place := range s.places {
		change, ok := edit.Rename(place, s.text, to)
		if !ok {
			return func(*report.Finding) {} // written with escapes
		}
		fix.Edits = append(fix.Edits, change)
	}
	return lint.Fix(fix)
}
