package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type unlistableOptions struct {
	EachService bool `json:"each_service"`
}

var unlistableResource = lint.NewWith(lint.Meta{
	ID:       "unlistable-resource",
	Title:    "resources can be made or read one by one, and never listed",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{121, 132},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, unlistableOptions{}, func(options unlistableOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		for _, inventory := range inventories(p.Words, api, options.EachService) {
			for _, s := range inventory.order {
				o := first(first(s.create, s.get), s.update)
				if o == nil || s.list != nil || s.entity == nil || !options.isOneOfMany(p.Words, s) || s.isSingleton() ||
					inventory.lists(s.entity) || !options.EachService && listedBySearch(p.Words, api, s.entity) {
					continue
				}
				p.Report(&o.Node, o.NameSpan,
					fmt.Sprintf("%s works on one of many things that no operation lists: callers who don't hold the identifier never find it, and nobody can clean up", standard.Label(o)),
					lint.Cure("add "+s.missingList(p.Words, api)))
			}
		}
	}}
})

// isOneOfMany reports whether callers make the things and come back to them, or have to list them anyway.
func (options unlistableOptions) isOneOfMany(l *words.Lexicon, s *stock) bool {
	return options.EachService || s.create != nil && s.get != nil && s.stays(l)
}

// isSingleton reports whether there is only one of the things, as far as can be seen.
func (s *stock) isSingleton() bool {
	for _, o := range []*spec.Operation{s.get, s.update, s.create} {
		if o == nil {
			continue
		}
		if end := standard.End(o.Path()); o != s.create && end.Kind == spec.Literal && end.Text != "" {
			return true
		}
	}
	if s.entity == nil || s.entity.Resource == nil {
		return false
	}
	for _, pattern := range s.entity.Resource.Patterns {
		if strings.HasSuffix(pattern, "}") {
			return false
		}
	}
	return len(s.entity.Resource.Patterns) > 0
}

// lists reports whether another collection lists things of the type.
func (i inventory) lists(t *spec.Type) bool {
	for _, s := range i.order {
		if s.list != nil && holds(s.list.ResponseType(), t, 3) {
			return true
		}
	}
	return false
}

// listedBySearch reports whether an operation that is no standard one answers with many of the things.
func listedBySearch(l *words.Lexicon, api *spec.API, t *spec.Type) bool {
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if c, ok := standard.CollectionOf(l, o); ok && (o.Streaming != 0 || standard.Classify(l, o) != standard.Get) && holds(c.Type, t, 2) {
				return true
			}
			if o.Streaming&spec.ServerStreaming != 0 && holds(o.ResponseType(), t, 1) {
				return true
			}
		}
	}
	return false
}

func (s *stock) missingList(l *words.Lexicon, api *spec.API) string {
	if api.Format == spec.OpenAPI {
		return "GET " + s.noun[:max(0, strings.LastIndexByte(s.noun, '/'))]
	}
	noun := strings.Split(s.noun, " ")
	noun[len(noun)-1] = l.Plural(noun[len(noun)-1])
	return "rpc List" + words.Pascal.Join(noun)
}
