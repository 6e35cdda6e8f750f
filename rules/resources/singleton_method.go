package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var singletonMethod = lint.New(lint.Meta{
	ID:       "singleton-method",
	Title:    "what there is one of can be created, listed or deleted",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{156},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	singletons := singletonsOf(api)
	methods := methodsByPath(api)
	eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
		if len(o.HTTP) == 0 || b != &o.HTTP[0] {
			return
		}
		method := standard.Classify(p.Words, o)
		if method != standard.Create && method != standard.Delete || !endsInSingleton(b.Path, singletons) || isToggle(methods[b.Path.Erased()]) {
			return
		}
		p.Report(&o.Node, standard.End(b.Path).Span,
			fmt.Sprintf("%s %ss what its parent has exactly one of: callers can't tell what is there before, or after", standard.Label(o), strings.ToLower(method.String())),
			lint.Cure("let it come and go with its parent, and be read and updated; or make it a collection"))
	})
}})

// singletonsOf returns the last segments of the names that singletons have.
func singletonsOf(api *spec.API) map[string]bool {
	found := map[string]bool{"settings": true}
	collections := map[string]bool{}
	eachResource(api, func(_ *spec.Node, r *spec.Resource) {
		for _, pattern := range r.Patterns {
			for segment := range strings.SplitSeq(pattern, "/") {
				collections[segment] = collections[segment] || strings.Contains(pattern, segment+"/{")
			}
			if last := pattern[strings.LastIndexByte(pattern, '/')+1:]; last != "" && !strings.ContainsAny(last, "{*") {
				found[last] = true
			}
		}
	})
	for collection, is := range collections {
		if is {
			delete(found, collection)
		}
	}
	return found
}

// endsInSingleton reports whether a path ends in the name of a singleton, within a variable or not.
func endsInSingleton(path spec.Path, singletons map[string]bool) bool {
	if len(path.Parts) < 2 {
		return false
	}
	last := path.Parts[len(path.Parts)-1]
	return last.Kind == spec.Literal && singletons[last.Text]
}

// isToggle reports whether a path can be put and deleted: then it is there or not, which is a setting
// by itself.
func isToggle(methods []string) bool {
	for _, method := range methods {
		if method == "PUT" {
			return true
		}
	}
	return false
}
