package versioning

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// versionPart is one part of a package, path, host or media type: v1, v1p2beta3, v1small, v1.1,
// 2024-05-01.
var versionPart = regexp.MustCompile(`(?i)^(v\d+([._]\d+)*[a-z0-9]*|20\d\d-\d\d-\d\d(-preview)?)$`)

func namesVersion(text, separators string) bool {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if versionPart.MatchString(part) {
			return true
		}
	}
	return false
}

// pathCensus is what the paths of a document say about versions, each path once.
type pathCensus struct {
	with    int
	example spec.Path         // the first of them
	without []*spec.Operation // the first operation of each
}

func countPaths(api *spec.API) pathCensus {
	var census pathCensus
	seen := map[string]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			path := o.Path()
			if o.Kind != spec.Call || seen[path.Raw] {
				continue
			}
			seen[path.Raw] = true
			switch {
			case pathNamesVersion(path):
				if census.with++; census.with == 1 {
					census.example = path
				}
			case !infrastructure(path):
				census.without = append(census.without, o)
			}
		}
	}
	return census
}

// pathNamesVersion accepts a variable too: {version}, {apiVersion}.
func pathNamesVersion(path spec.Path) bool {
	for _, part := range path.Parts {
		switch part.Kind {
		case spec.Literal:
			if namesVersion(part.Text, "/") {
				return true
			}
		case spec.Variable:
			if name := words.Split(part.Text); len(name) <= 2 && len(name) > 0 && name[len(name)-1] == "version" &&
				part.Segment <= 1 {
				return true
			}
		}
	}
	return false
}

// infrastructure tells the paths that have one form for ever: what load balancers, browsers and
// crawlers call.
func infrastructure(path spec.Path) bool {
	for _, part := range path.Parts {
		switch strings.ToLower(part.Text) {
		case "health", "healthz", "healthcheck", "live", "livez", "liveness", "ready", "readyz", "readiness", "ping",
			"status", "metrics", "version", "versions", ".well-known", "openapi", "openapi.json", "openapi.yaml", "docs",
			"swagger", "robots.txt", "favicon.ico", "oauth", "oauth2", "login", "logout":
			return part.Segment == 0
		}
	}
	return len(path.Parts) == 0
}

// serversNameVersion reports whether the URL of a server holds a version: in its path, in its host,
// or in the value of a variable.
func serversNameVersion(api *spec.API) bool {
	for _, s := range api.Servers {
		if namesVersion(s.URL, "/.") {
			return true
		}
		for _, v := range s.Variables {
			if namesVersion(v.Default, "/.") || strings.Contains(strings.ToLower(v.Name), "version") {
				return true
			}
		}
	}
	return false
}

// callersChooseVersion reports whether requests name a version otherwise: in a header or query
// parameter (Api-Version, api-version=2024-05-01), or in most of their media types.
func callersChooseVersion(api *spec.API) bool {
	versioned, media := 0, 0
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if slices.ContainsFunc(o.Parameters, choosesVersion) {
				return true
			}
			for _, m := range mediaTypes(o) {
				media++
				if mediaVersion.MatchString(m.Name) {
					versioned++
				}
			}
		}
	}
	return versioned*2 > media
}

func mediaTypes(o *spec.Operation) []*spec.MediaType {
	var found []*spec.MediaType
	if o.Request != nil {
		found = append(found, o.Request.Content...)
	}
	if success := o.Success(); success != nil {
		found = append(found, success.Content...)
	}
	return found
}

// mediaVersion finds application/vnd.shop.v3+json and application/json;version=3.
var mediaVersion = regexp.MustCompile(`(?i)[.-]v\d+([.+-]|$)|;\s*v(ersion)?=`)

func choosesVersion(p *spec.Parameter) bool {
	parts := words.Split(p.Name)
	n := len(parts)
	if n < 2 || parts[n-1] != "version" {
		return false
	}
	return p.In == spec.InHeader || p.In == spec.InQuery && parts[n-2] == "api"
}
