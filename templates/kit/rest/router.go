package rest

import (
	stderrors "errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/route"
)

// newRouter makes the routes of all bindings.
func newRouter(all []*binding) (*route.Router[*binding], error) {
	var routes []route.Route[*binding]
	taken := map[string]bool{}
	kinds := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	for _, b := range all {
		routes = append(routes, route.Route[*binding]{Method: b.kind, Template: named(b.template), Handler: b})
		taken[b.kind+" "+erased(b.template)] = true
		if !slices.Contains(kinds, b.kind) && b.kind != anyMethod {
			kinds = append(kinds, b.kind)
		}
	}
	for _, b := range all { // a rule for any method leaves others to rules of their own
		for _, kind := range kinds {
			if b.kind == anyMethod && !taken[kind+" "+erased(b.template)] {
				routes = append(routes, route.Route[*binding]{Method: kind, Template: named(b.template), Handler: b})
			}
		}
	}
	router, err := route.New(routes)
	if err != nil {
		return nil, explain(err, all)
	}
	return router, nil
}

// explain names the methods whose bindings are ambiguous.
func explain(err error, all []*binding) error {
	var twice *route.AmbiguousError
	if !stderrors.As(err, &twice) {
		return fmt.Errorf("rest: %w", err)
	}
	var found []string
	for _, b := range all {
		if t := named(b.template); (b.kind == twice.Method || b.kind == anyMethod) && (t == twice.First || t == twice.Second) {
			found = append(found, b.kind+" "+b.template+" of "+b.method.Name)
		}
	}
	return fmt.Errorf("rest: %s match the same requests, and neither is more specific", strings.Join(found, " and "))
}

// named gives the wildcards of a template that stand outside of variables names, as package route wants them: /v1/*/x
// becomes /v1/{*1}/x. A field can't be called so.
func named(template string) string {
	var out strings.Builder
	depth, count := 0, 0
	for i, segment := range strings.SplitAfter(template, "/") {
		text := strings.TrimSuffix(segment, "/")
		wildcard, verb := text, ""
		if at := strings.IndexByte(text, ':'); at >= 0 {
			wildcard, verb = text[:at], text[at:]
		}
		if depth == 0 && i > 0 && (wildcard == "*" || wildcard == "**") {
			count++
			segment = "{*" + strconv.Itoa(count) + "=" + wildcard + "}" + verb + segment[len(text):]
		}
		depth += strings.Count(text, "{") - strings.Count(text, "}")
		out.WriteString(segment)
	}
	return out.String()
}

// variables are the names of a template's variables, in order.
func variables(template string) (names []string) {
	for {
		_, after, found := strings.Cut(template, "{")
		if !found {
			return names
		}
		var inside string
		inside, template, _ = strings.Cut(after, "}")
		name, _, _ := strings.Cut(inside, "=")
		names = append(names, name)
	}
}

// beside says whether a variable is only a part of its segment, which the grammar of http.proto doesn't have.
func beside(template string) bool {
	for i, c := range template {
		if c == '{' && i > 0 && template[i-1] != '/' {
			return true
		}
		if c == '}' && i+1 < len(template) && template[i+1] != '/' && template[i+1] != ':' {
			return true
		}
	}
	return false
}

// erased is a template without the names of its variables.
func erased(template string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(template, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		var inside string
		inside, template, _ = strings.Cut(after, "}")
		if _, pattern, given := strings.Cut(inside, "="); given {
			out.WriteString(pattern)
		} else {
			out.WriteByte('*')
		}
	}
}
