package operations

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/token"
	"github.com/bylaw-dev/bylaw/spec"
)

var parameter = breaking.New(breaking.Meta{
	ID: "parameter", Title: "parameters that come and go", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{Parameter: compareParameter})

func compareParameter(p *breaking.Pass, pair breaking.Pair[spec.Parameter]) {
	switch {
	case pair.Added():
		addedParameter(p, pair.New)
	case pair.Removed():
		p.Removed(fmt.Sprintf("%s is gone: what callers still send in it is ignored%s", parameterName(pair.Old), token.Lost(pair.Old.Name)), parameterGone(pair.Old)...).
			Cure = "keep it, mark it deprecated, and remove it with the next major version"
	}
}

func addedParameter(p *breaking.Pass, param *spec.Parameter) {
	c := p.Added(fmt.Sprintf("%s is new", parameterName(param)), breaking.Inverse(parameterGone(param))...)
	if param.Required {
		c.Message = fmt.Sprintf("%s is new and required: requests without it are refused now", parameterName(param))
		c.Cure = "make it optional, with a default that means what its absence meant"
	}
}

// parameterGone is what the removal of a parameter does.
func parameterGone(param *spec.Parameter) []breaking.Touch {
	touches := []breaking.Touch{
		breaking.On(breaking.Source, breaking.Member, breaking.Withdraws),
		breaking.On(breaking.Behavior, breaking.Member, breaking.Withdraws),
	}
	if param.Required {
		touches = append(touches, breaking.On(breaking.JSON, breaking.Presence, breaking.Widens))
	}
	return touches
}

// parameterName says which parameter is meant: the query parameter "limit".
func parameterName(p *spec.Parameter) string {
	if p.In == spec.InQueryString {
		return fmt.Sprintf("the query string %q", p.Name)
	}
	return fmt.Sprintf("the %s parameter %q", p.In, p.Name)
}
