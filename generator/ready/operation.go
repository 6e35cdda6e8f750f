package ready

import (
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// Calls yields the operations that clients call over HTTP.
func Calls(api *spec.API) iter.Seq[*spec.Operation] {
	return func(yield func(*spec.Operation) bool) {
		for _, service := range api.Services {
			for _, o := range service.Operations {
				if o.Kind == spec.Call && len(o.HTTP) > 0 && !yield(o) {
					return
				}
			}
		}
	}
}

// Produces returns the media types that all of an operation's successes come in.
func Produces(o *spec.Operation) []string {
	var codes []int
	var types [][]string
	for _, r := range o.Responses {
		code, ok := httpapi.StatusCode(r.Status)
		if !ok {
			continue
		}
		var names []string
		for _, m := range r.Content {
			names = append(names, httpapi.MediaName(m))
		}
		codes, types = append(codes, code), append(types, names)
	}
	var successes [][]string
	for i, is := range httpapi.Successes(codes) {
		if is {
			successes = append(successes, types[i])
		}
	}
	return httpapi.Produces(successes)
}

// ServerPaths returns the paths of the servers' URLs, without a slash at the end.
func ServerPaths(api *spec.API) []string {
	var paths []string
	for _, s := range api.Servers {
		text := s.URL
		for _, v := range s.Variables {
			text = strings.ReplaceAll(text, "{"+v.Name+"}", v.Default)
		}
		u, err := url.Parse(text)
		if err != nil {
			continue
		}
		if p := strings.TrimRight(u.EscapedPath(), "/"); p != "" && !slices.Contains(paths, p) {
			paths = append(paths, p)
		}
	}
	return paths
}
