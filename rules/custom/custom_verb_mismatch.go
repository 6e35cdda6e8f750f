package custom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type customVerbMismatchOptions struct {
	Nouns bool `json:"nouns"`
}

var customVerbMismatch = lint.NewWith(lint.Meta{
	ID:       "custom-verb-mismatch",
	Title:    "a custom method has one name in the path and another in generated clients",
	Group:    "custom",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{136, 144, 152, 162, 164, 165, 231, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, customVerbMismatchOptions{false}, func(options customVerbMismatchOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		switch {
		case o.Kind != spec.Call || len(o.HTTP) == 0 || o.Name == "":
		case p.API.Format == spec.OpenAPI:
			checkOperationID(p, o)
		default:
			options.checkBinding(p, o)
		}
	}}
})

// checkOperationID looks for the verb of the path among the words of the operationId.
func checkOperationID(p *lint.Pass, o *spec.Operation) {
	verb := family.Colon(o)
	if verb == "" || containsWords(words.Split(o.Name), words.Split(verb)) || isFurther(p.API, o) {
		return
	}
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("generated clients call %s what the path calls :%s: who reads a log or the documentation can't find the one by the other", o.Name, verb),
		lint.Cure(fmt.Sprintf("begin the operationId with %s", words.Camel.Write(verb))))
}

// isFurther reports whether an operation is a further path of another one, whose operationId it has
// with a number behind it, as exporters of rpcs write it: GetOrder, GetOrder2.
func isFurther(api *spec.API, o *spec.Operation) bool {
	name := strings.TrimRight(o.Name, "0123456789_")
	return name != o.Name && slices.ContainsFunc(api.Services, func(s *spec.Service) bool {
		return slices.ContainsFunc(s.Operations, func(other *spec.Operation) bool { return other.Name == name })
	})
}

// checkBinding compares an rpc's name with what stands behind the colon of its primary path. Further
// paths are there because they are called otherwise.
func (options customVerbMismatchOptions) checkBinding(p *lint.Pass, o *spec.Operation) {
	member, known := family.Of(p.Words, o)
	path, verb, name := o.Path(), family.Colon(o), words.Camel.Write(o.Name)
	switch {
	case known && member.Verb != "":
		if verb != member.Verb && verb != name && (verb != "" || !standsInPath(path, member)) {
			reportVerb(p, o, verb, member.Verb)
		}
	case verb != "" && !gets(o) && !options.says(path, words.Split(verb), words.Split(o.Name)):
		reportVerb(p, o, verb, name)
	}
}

// gets reports whether an rpc gets something by another key than its name, which is no verb of its own
// to end a path with.
func gets(o *spec.Operation) bool { return o.Method() == "GET" && words.Split(o.Name)[0] == "get" }

// standsInPath reports whether the verb is a segment of the path, which verb-in-path speaks of.
func standsInPath(path spec.Path, m family.Member) bool {
	return slices.ContainsFunc(path.Parts, func(part spec.PathPart) bool {
		return part.Kind == spec.Literal && containsWords(words.Split(part.Text), m.Before)
	})
}

// says reports whether a path calls an rpc by its name, with or without what it is about. In doubt
// it does: one of the two may say more than the other.
func (options customVerbMismatchOptions) says(path spec.Path, verb, name []string) bool {
	if options.Nouns && len(verb) < len(name) && lastCollection(path) == "" {
		return false
	}
	return verb[0] == name[0] || isWithin(verb, name) || isWithin(name, verb) ||
		strings.HasPrefix(strings.Join(name, ""), strings.Join(verb, ""))
}

// isWithin reports whether the name has all the words, in their order.
func isWithin(part, name []string) bool {
	for _, word := range name {
		if len(part) > 0 && part[0] == word {
			part = part[1:]
		}
	}
	return len(part) == 0
}

func lastCollection(path spec.Path) string {
	for _, part := range slices.Backward(path.Parts) {
		if part.Kind == spec.Literal && part.Segment > 0 {
			return part.Text
		}
	}
	return ""
}

func reportVerb(p *lint.Pass, o *spec.Operation, verb, want string) {
	said, end := "has no verb", o.Path().Span
	if verb != "" {
		said, end = "calls it :"+verb, standard.End(o.Path()).Span
	}
	p.Report(&o.Node, end,
		fmt.Sprintf("the path of %s %s: who knows the rpc can't guess its path, and who reads an access log can't tell which rpc was called", o.Name, said),
		lint.Cure(fmt.Sprintf("end the path with :%s", want)))
}

// containsWords reports whether the words stand in the name, one after the other.
func containsWords(name, part []string) bool {
	for i := 0; i+len(part) <= len(name); i++ {
		if slices.Equal(name[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
