package operations

import (
	"fmt"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var parameterRequired = breaking.New(breaking.Meta{
	ID: "parameter-required", Title: "whether a parameter may be left out", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"required", "allowEmptyValue"},
}, breaking.Hooks{Parameter: compareParameterRequired})

func compareParameterRequired(p *breaking.Pass, pair breaking.Pair[spec.Parameter]) {
	if !pair.Both() {
		return
	}
	if was, is := pair.Old.Required, pair.New.Required; was != is {
		c := p.Changed("required", strconv.FormatBool(was), strconv.FormatBool(is),
			fmt.Sprintf("%s may be left out now", parameterName(pair.New)),
			breaking.On(breaking.JSON, breaking.Presence, narrowsIf(is)))
		if is {
			c.Message = fmt.Sprintf("%s is required now: requests without it are refused", parameterName(pair.New))
			c.Cure = "leave it optional, with a default that means what its absence meant"
		}
	}
	if was, is := pair.Old.AllowEmptyValue, pair.New.AllowEmptyValue; was != is {
		c := p.Changed("allowEmptyValue", strconv.FormatBool(was), strconv.FormatBool(is),
			fmt.Sprintf("%s may be empty now", parameterName(pair.New)),
			breaking.On(breaking.JSON, breaking.Presence, narrowsIf(!is)))
		if !is {
			c.Message = fmt.Sprintf("%s may no longer be empty: requests with ?%s= are refused", parameterName(pair.New), pair.New.Name)
			c.Cure = "keep allowEmptyValue"
		}
	}
}

func narrowsIf(yes bool) breaking.Effect {
	if yes {
		return breaking.Narrows
	}
	return breaking.Widens
}
