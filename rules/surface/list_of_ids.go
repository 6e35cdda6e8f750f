package surface

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var listOfIDs = lint.New(lint.Meta{
	ID:       "list-of-ids",
	Title:    "a list answers with identifiers that have to be looked up one by one",
	Group:    "surface",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{132},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	got := nounsGot(p.Words, api)
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if standard.Classify(p.Words, o) != standard.List {
				continue
			}
			c, ok := standard.CollectionOf(p.Words, o)
			if !ok || !isIdentifier(c.Type.Items.Resolve()) || c.Field != nil && !namesIDs(c.Field.Name) || !isMember(o, got[nounOf(p.Words, o)]) {
				continue
			}
			p.Report(&o.Node, place(o, c.Node()),
				fmt.Sprintf("%s answers with identifiers alone: consumers call %s once for each, which is slow for them and a load for the service", standard.Label(o), standard.Label(got[nounOf(p.Words, o)])),
				lint.Cure("answer with the things, or with what a list needs of them"))
		}
	}
}})

// nounsGot returns the operations that get one thing, by what they get.
func nounsGot(l *words.Lexicon, api *spec.API) map[string]*spec.Operation {
	got := map[string]*spec.Operation{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if standard.Classify(l, o) == standard.Get {
				got[nounOf(l, o)] = o
			}
		}
	}
	return got
}

// nounOf returns what an operation is about in the singular: by its name, or by the last word of its path.
func nounOf(l *words.Lexicon, o *spec.Operation) string {
	var noun []string
	if path := o.Path(); len(o.Responses) > 0 && o.Responses[0].Status != "" {
		for _, part := range slices.Backward(path.Parts) {
			if part.Kind == spec.Literal {
				noun = words.Split(part.Text)
				break
			}
		}
	} else if all := words.Split(o.Name); len(all) > 1 {
		noun = slices.Clone(all[1:])
	}
	if len(noun) == 0 {
		return ""
	}
	noun[len(noun)-1] = l.Singular(noun[len(noun)-1])
	return strings.Join(noun, " ")
}

// isMember reports whether a get reads what a list lists: by its path, if both have one.
func isMember(list, get *spec.Operation) bool {
	if get == nil || list.Path().Raw == "" || get.Path().Raw == "" {
		return get != nil
	}
	return strings.HasPrefix(get.Path().Erased(), list.Path().Erased()+"/") || strings.Contains(get.Path().Raw, "=")
}

func isIdentifier(t *spec.Type) bool {
	return t != nil && (t.Kind == spec.KindString && len(t.Values) == 0 || t.Kind == spec.KindInteger)
}

// namesIDs reports whether a field is called after identifiers: ids, order_ids, names.
func namesIDs(name string) bool {
	all := words.Split(name)
	return len(all) > 0 && slices.Contains([]string{"ids", "uuids", "names", "keys", "urls", "hrefs"}, all[len(all)-1])
}
