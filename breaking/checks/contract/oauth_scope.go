package contract

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

const scopesOption = "(google.api.oauth_scopes)"

var oauthScope = breaking.New(breaking.Meta{
	ID: "oauth-scope", Title: "the OAuth scopes that open a service", Group: "contract",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{scopesOption},
}, breaking.Hooks{Service: compareScopes})

func compareScopes(p *breaking.Pass, pair breaking.Pair[spec.Service]) {
	if !pair.Both() {
		return
	}
	lost, won := without(pair.Old.Scopes, pair.New.Scopes), without(pair.New.Scopes, pair.Old.Scopes)
	if len(lost)+len(won) == 0 {
		return
	}
	c := p.Changed(scopesOption, strings.Join(pair.Old.Scopes, ", "), strings.Join(pair.New.Scopes, ", "),
		fmt.Sprintf("the service accepts another scope: %s", strings.Join(won, ", ")),
		breaking.On(breaking.Behavior, breaking.Protocol, effectOf(lost, won)))
	if len(lost) > 0 {
		c.Message = fmt.Sprintf("the service no longer accepts the scope %s: callers with such a token are turned away", strings.Join(lost, ", "))
		c.Cure = "keep accepting it until every caller has moved"
	}
}
