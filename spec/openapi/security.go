package openapi

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

func (l *lowering) securitySchemes(v *spec.Value) {
	l.api.SecuritySchemes = declareAll(l, &l.schemes, l.root.scope, &l.api.Node, "/components/securitySchemes/", v, "securitySchemes")
	for _, s := range l.api.SecuritySchemes {
		l.schemeNames[s.Name] = s
	}
}

func (l *lowering) readScheme(at *scope, v *spec.Value, s *spec.SecurityScheme) {
	members := l.object(v, &s.Node, "a security scheme")
	l.describeNode(&s.Node, members)
	for _, m := range members {
		switch m.Key {
		case "type":
			s.Type = text(m.Value)
		case "in":
			s.In = locationOf(text(m.Value))
		case "name":
			s.ParameterName = text(m.Value)
		case "scheme":
			s.Scheme = text(m.Value)
		case "bearerFormat":
			s.BearerFormat = text(m.Value)
		case "openIdConnectUrl":
			s.OpenIDConnectURL = text(m.Value)
		case "oauth2MetadataUrl":
			s.OAuth2MetadataURL = text(m.Value)
		case "flows":
			s.Flows = l.flows(at, &s.Node, m.Value)
		}
	}
}

func (l *lowering) flows(at *scope, element *spec.Node, v *spec.Value) []spec.OAuthFlow {
	var flows []spec.OAuthFlow
	for _, m := range l.object(v, element, "flows") {
		if isExtension(m.Key) {
			continue
		}
		flow := spec.OAuthFlow{
			Kind:                   m.Key,
			AuthorizationURL:       text(m.Value.Get("authorizationUrl")),
			DeviceAuthorizationURL: text(m.Value.Get("deviceAuthorizationUrl")),
			TokenURL:               text(m.Value.Get("tokenUrl")),
			RefreshURL:             text(m.Value.Get("refreshUrl")),
			Span:                   spanOf(&m),
		}
		for _, scope := range l.object(m.Value.Get("scopes"), element, "scopes") {
			flow.Scopes = append(flow.Scopes, spec.Scope{Name: scope.Key, Doc: text(scope.Value), Span: spanOf(&scope)})
		}
		flows = append(flows, flow)
	}
	return flows
}

// requirements lowers `security`: alternatives, of each of which all schemes must be met.
func (l *lowering) requirements(at *scope, element *spec.Node, v *spec.Value) []spec.SecurityRequirement {
	var requirements []spec.SecurityRequirement
	for _, item := range l.list(v, element, "security") {
		requirement := spec.SecurityRequirement{Span: item.Span}
		for _, m := range l.object(item, element, "a security requirement") {
			use := spec.SchemeUse{Name: m.Key, Scopes: texts(m.Value), Scheme: l.scheme(at, element, &m)}
			requirement.Schemes = append(requirement.Schemes, use)
		}
		requirements = append(requirements, requirement)
	}
	return requirements
}

// scheme finds a scheme by its component's name in the root document, or since 3.2 by URI.
func (l *lowering) scheme(at *scope, element *spec.Node, m *spec.Member) *spec.SecurityScheme {
	if s := l.schemeNames[m.Key]; s != nil || at.version < version32 || !strings.ContainsAny(m.Key, "/#") {
		return s
	}
	return l.schemes.follow(l, at, &spec.Value{Kind: spec.Str, Text: m.Key, Span: m.KeySpan}, element)
}
