package httpapi

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// StringValues returns the texts that a schema lists, or the one that it demands; nil if any text may do.
func StringValues(t *spec.Type) []string {
	if c := t.Constraints; c != nil && c.Const != nil && c.Const.Kind == spec.Str {
		return []string{c.Const.Text}
	}
	var values []string
	for _, v := range t.Values {
		if v.Value != nil && v.Value.Kind == spec.Str {
			values = append(values, v.Value.Text)
		}
	}
	return values
}

// Meaning is the value of an enum that means one of the boundary's codes.
type Meaning struct{ Code, Value string }

// Meanings returns what the values of an enum mean, by their names or by what such codes are called
// elsewhere, and the value for all other codes: the one that says least. There must be a value.
func Meanings(values []string) (meanings []Meaning, otherwise string) {
	otherwise = general(values)
	for _, synonyms := range codes() {
		i := slices.IndexFunc(values, func(v string) bool { return slices.Contains(synonyms, Canonical(v)) })
		if i >= 0 && values[i] != otherwise {
			meanings = append(meanings, Meaning{synonyms[0], values[i]})
		}
	}
	return meanings, otherwise
}

// general picks the value that says least.
func general(values []string) string {
	for _, word := range []string{"unknown", "error", "internal", "other", "general"} {
		for _, v := range values {
			if strings.Contains(Canonical(v), word) {
				return v
			}
		}
	}
	return values[0]
}

// codes are the boundary's codes, each followed by what others call it.
func codes() [][]string {
	return [][]string{
		{"invalid_request", "invalidrequest", "badrequest", "invalidargument", "validationerror", "validationfailed", "validation", "invalid", "invalidinput", "invalidparameter"},
		{"not_found", "notfound", "missing", "resourcenotfound", "unknownresource"},
		{"method_not_allowed", "methodnotallowed"},
		{"not_acceptable", "notacceptable"},
		{"unauthenticated", "unauthenticated", "unauthorized"},
		{"permission_denied", "permissiondenied", "forbidden", "accessdenied"},
		{"conflict", "conflict", "aborted"},
		{"precondition_failed", "preconditionfailed", "failedprecondition"},
		{"unprocessable", "unprocessable", "unprocessableentity"},
		{"too_many_requests", "toomanyrequests", "ratelimited", "resourceexhausted"},
		{"deadline_exceeded", "deadlineexceeded", "timeout"},
		{"payload_too_large", "payloadtoolarge", "requesttoolarge", "toolarge", "contenttoolarge"},
		{"unsupported_media_type", "unsupportedmediatype"},
		{"internal", "internal", "internalerror", "internalservererror", "servererror"},
		{"unimplemented", "unimplemented", "notimplemented"},
		{"unavailable", "unavailable", "serviceunavailable"},
	}
}

// Places returns where the boundary of the operations may find something wrong: in bodies, and where
// they have parameters.
func Places(operations []*spec.Operation) []string {
	places := []string{"body"}
	for _, o := range operations {
		for _, p := range o.Parameters {
			if place := p.In.String(); p.In != spec.InQueryString && !slices.Contains(places, place) {
				places = append(places, place)
			}
		}
	}
	return places
}

// NamesPlaces reports whether an enum has a value for each of the places.
func NamesPlaces(values, places []string) bool {
	return !slices.ContainsFunc(places, func(place string) bool { return !slices.Contains(values, place) })
}
