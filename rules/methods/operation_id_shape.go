package methods

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

type operationIDShapeOptions struct {
	ByPath bool     `json:"by_path"`
	Put    []string `json:"put"`
}

var operationIDShape = lint.NewWith(lint.Meta{
	ID:       "operation-id-shape",
	Title:    "an operationId doesn't say which standard method the operation is",
	Group:    "methods",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{131, 132, 133, 134, 135},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, operationIDShapeOptions{Put: []string{"update", "replace", "set", "put", "apply", "upsert", "create", "add"}}, func(options operationIDShapeOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		var found []wrongID
		count := 0
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if o.Name == "" || o.Kind != spec.Call {
					continue
				}
				count++
				if w, wrong := options.judge(p, o); wrong {
					found = append(found, w)
				}
			}
		}
		if isMade(api, count) && len(found) > 0 {
			found[0].reportAll(p)
			return
		}
		for _, w := range found {
			w.report(p)
		}
	}}
})

// wrongID is an operation with the verbs of which its id should have one.
type wrongID struct {
	operation *spec.Operation
	wanted    []string
	verb      string // what it has instead; "": none
}

// judge compares the verb of an operationId with the method and the path. Verbs of other meanings are
// the author's choice, or another rule's business.
func (options operationIDShapeOptions) judge(p *lint.Pass, o *spec.Operation) (wrongID, bool) {
	w := wrongID{operation: o, wanted: options.wanted(p, o), verb: standard.Verb(p.Words, o)}
	if len(w.wanted) == 0 || slices.ContainsFunc(w.wanted, w.begins) || isQuestion(p, o) {
		return w, false
	}
	all := words.Split(o.Name)
	if slices.ContainsFunc(all, func(word string) bool { return slices.Contains(w.wanted, word) }) {
		return w, false
	}
	if w.verb == "" {
		return w, !slices.ContainsFunc(all, func(word string) bool { return actsLike(p, word) })
	}
	_, isStandard := standard.Named(w.verb)
	return w, isStandard && (o.Method() != "POST" || w.verb == "get" || w.verb == "list")
}

// actsLike reports whether a word is a verb, also one that does something again: redeliver.
func actsLike(p *lint.Pass, word string) bool {
	for _, base := range []string{word, strings.TrimPrefix(word, "re")} {
		if verb, known := p.Words.LookupVerb(base); known && !verb.Noun {
			return true
		}
	}
	return false
}

// begins reports whether the id begins with the verb in whatever case.
func (w wrongID) begins(verb string) bool {
	name := w.operation.Name
	return len(name) >= len(verb) && strings.EqualFold(name[:len(verb)], verb)
}

// wanted returns the verbs that the operation may have by its method and path; none if it is not clear
// that it is a standard method.
func (options operationIDShapeOptions) wanted(p *lint.Pass, o *spec.Operation) []string {
	end := standard.End(o.Path())
	many := end.Kind == spec.Literal && (options.ByPath || standard.BehavesAs(p.Words, o, standard.List, nil) || standard.BehavesAs(p.Words, o, standard.Create, nil))
	one := end.Kind == spec.Variable
	switch method := o.Method(); {
	case method == "GET" && many && options.ByPath && showsOne(p, o):
		return []string{"get", "list"}
	case method == "GET" && many:
		return []string{"list"}
	case method == "GET" && one:
		return []string{"get", "list"} // a filter may be written as a path
	case method == "POST" && many:
		return []string{"create"}
	case method == "PATCH" && one:
		return []string{"update"}
	case method == "PUT" && one:
		return options.Put
	case method == "DELETE" && one:
		return []string{"delete"}
	}
	return nil
}

// showsOne reports whether an answer is known to be one thing.
func showsOne(p *lint.Pass, o *spec.Operation) bool {
	answer := o.ResponseType()
	_, isList := standard.CollectionOf(p.Words, o)
	return answer != nil && answer.Kind == spec.KindObject && !isList
}

// isMade reports whether the ids of an API are made of methods and paths: PostCustomersCustomer.
func isMade(api *spec.API, count int) bool {
	made := 0
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if strings.EqualFold(words.First(o.Name), o.Method()) {
				made++
			}
		}
	}
	return count >= 5 && made*10 >= count*9
}

func (w wrongID) report(p *lint.Pass) {
	has := "has no verb"
	if w.verb != "" {
		has = "says " + w.verb
	}
	p.Report(&w.operation.Node, w.operation.NameSpan,
		fmt.Sprintf("%s %s, and what %s does is to %s: who looks for that in a generated client doesn't find it",
			w.operation.Name, has, standard.Label(w.operation), w.wanted[0]),
		lint.Cure(fmt.Sprintf("begin it with %s; if it has consumers, clients are generated anew with the other name", w.wanted[0])))
}

func (w wrongID) reportAll(p *lint.Pass) {
	p.Report(&w.operation.Node, w.operation.NameSpan,
		fmt.Sprintf("%s and the other operationIds are made of methods and paths: generated clients call a list get and an update post", w.operation.Name),
		lint.Cure("name operations by what they do: list, get, create, update and delete with what they are about"))
}
