package shape

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type screenOptions struct {
	Resources int `json:"resources"` // how many resources an answer must hold before it is a screen
}

func (o screenOptions) Validate() error {
	if o.Resources < 2 {
		return fmt.Errorf("resources is %d, but an answer about one resource is no screen", o.Resources)
	}
	return nil
}

var screenEndpoint = lint.NewWith(lint.Meta{
	ID:       "screen-endpoint",
	Title:    "an operation answers what one screen shows",
	Group:    "shape",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{121},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, screenOptions{Resources: 4}, func(options screenOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			known := resourcesOf(p.Words, api)
			for _, s := range api.Services {
				for _, o := range s.Operations {
					checkScreen(p, o, known, options)
				}
			}
		},
	}
})

// resourcesOf returns the types that are resources: annotated so, or answered by a Get of their own.
func resourcesOf(l *words.Lexicon, api *spec.API) map[*spec.Type]bool {
	known := map[*spec.Type]bool{}
	for _, t := range api.Types {
		if t.Resource != nil {
			known[t] = true
		}
	}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if t := o.ResponseType(); t != nil && standard.Classify(l, o) == standard.Get && !namesScreen(o) && identifies(t) {
				known[t] = true
			}
		}
	}
	return known
}

// identifies reports whether a type says which thing it is.
func identifies(t *spec.Type) bool {
	for _, f := range t.AllFields() {
		if f.Name == "id" || f.Name == "name" || f.Name == "uid" {
			return true
		}
	}
	return false
}

func checkScreen(p *lint.Pass, o *spec.Operation, known map[*spec.Type]bool, options screenOptions) {
	answer := o.ResponseType()
	if o.Kind != spec.Call || answer == nil || known[answer] || !isRead(p.Words, o) {
		return
	}
	held := held(answer, known)
	if len(held) < options.Resources && !(namesScreen(o) && len(held) >= 2) {
		return
	}
	list := phrase.And(phrase.Fit(held, room))
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s answers %s at once, as one screen shows them: it changes whenever the screen does, and is as slow as the slowest of them",
			standard.Label(o), list),
		lint.Cure(fmt.Sprintf("let clients ask for %s by operations of their own, or put what the screen needs into a backend for that frontend", list)))
}

// isRead leaves out what gathers many things by purpose: exports and searches.
func isRead(l *words.Lexicon, o *spec.Operation) bool {
	switch standard.Verb(l, o) {
	case "export", "download", "search", "query", "batch":
		return false
	}
	verb, known := l.LookupVerb(standard.Verb(l, o))
	return o.Method() == "GET" || known && !verb.Writes
}

// held returns the names of the different resources that the fields of an answer hold.
func held(answer *spec.Type, known map[*spec.Type]bool) []string {
	var names []string
	seen := map[*spec.Type]bool{}
	for _, f := range answer.AllFields() {
		t := f.Type.Resolve()
		if t.Kind == spec.KindArray || t.Kind == spec.KindMap {
			t = t.Items.Resolve()
		}
		if t != nil && known[t] && !seen[t] && f.OneOf == nil {
			seen[t] = true
			names = append(names, f.Name)
		}
	}
	return names
}

// namesScreen reports whether an operation is named after something that is looked at.
func namesScreen(o *spec.Operation) bool {
	all := words.Split(o.Name)
	if len(all) == 0 {
		all = words.Split(standard.End(o.Path()).Text)
	}
	for n := len(all); n > 0; n-- {
		switch all[n-1] {
		case "data", "model", "content", "info", "details":
			continue
		case "page", "screen", "view", "dashboard", "homepage", "overview", "widget":
			return true
		}
		break
	}
	return false
}
