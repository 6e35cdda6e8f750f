package versioning

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var versionMismatch = lint.New(lint.Meta{
	ID:       "version-mismatch",
	Title:    "a contract names two versions of itself",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{185, 191, 215},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if api.Format == spec.Proto {
			protoMismatch(p, api)
		} else {
			documentMismatch(p, api)
		}
	},
})

// protoMismatch holds the package's version against the folders of its files and the paths of its
// rpcs.
func protoMismatch(p *lint.Pass, api *spec.API) {
	own, ok := lastNumber(api.Name, ".")
	if !ok {
		return
	}
	for _, d := range api.Documents {
		if in, ok := lastNumber(path.Dir(d.File.Path), "/"); ok && !strings.EqualFold(in.text, own.text) {
			p.Report(&d.Node, d.NameSpan,
				fmt.Sprintf("package %s lies in the folder %s, so who imports one version gets another", api.Name, path.Dir(d.File.Path)),
				lint.Cure(fmt.Sprintf("move the file to a folder %s, or write %s at the end of the package", own.text, in.text)))
		}
	}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			pathsMismatch(p, o, own)
		}
	}
}

func pathsMismatch(p *lint.Pass, o *spec.Operation, own number) {
	for _, binding := range o.HTTP {
		if n, part, ok := pathNumber(binding.Path); ok && !strings.EqualFold(n.text, own.text) {
			p.Report(&o.Node, part.Span,
				fmt.Sprintf("%s is of version %s and answers at %s, so clients over HTTP and gRPC name different versions of one operation",
					o.Name, own.text, binding.Path.Raw),
				lint.Cure(fmt.Sprintf("begin the path with /%s", own.text)))
			return
		}
	}
}

// documentMismatch holds info.version against the paths and servers, and these against each other.
func documentMismatch(p *lint.Pass, api *spec.API) {
	inPaths, inServers := pathMajors(api), serverMajors(api)
	if len(inPaths) > 0 && len(inServers) > 0 {
		twiceInURL(p, api, inServers)
		return
	}
	used := slices.Concat(inPaths, inServers)
	major := majorOf(api.Version)
	if major == "" || major == "0" || len(used) == 0 || slices.Contains(used, major) {
		return
	}
	p.Report(&api.Node, versionSpan(api),
		fmt.Sprintf("the document is version %s and its URLs say v%s, so nobody can tell from a version which calls are meant",
			api.Version, phrase.And(prefixed(used))),
		lint.Cure(fmt.Sprintf("write version %s.0.0 if that is what is served, or /v%s into the URLs", used[len(used)-1], major)))
}

// twiceInURL reports the paths whose version does not fit that of the server before it. Operations
// with servers of their own are no part of that, and a version behind a name (/scim/v2) is that of
// something else.
func twiceInURL(p *lint.Pass, api *spec.API, servers []string) {
	seen := map[string]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			n, part, ok := pathNumber(o.Path())
			if !ok || part.Segment > 0 || o.Kind != spec.Call || len(o.Servers) > 0 || seen[o.Path().Raw] || slices.Contains(servers, n.major) {
				continue
			}
			seen[o.Path().Raw] = true
			p.Report(&o.Node, part.Span,
				fmt.Sprintf("path %s is of %s under a server of v%s, so its URL names two versions", o.Path().Raw, n.text, phrase.Or(prefixed(servers))),
				lint.Cure(fmt.Sprintf("leave %s out of the path, or the version out of the server's URL", n.text)))
		}
	}
}

// prefixed writes majors for behind a "v": 1, v2.
func prefixed(majors []string) []string {
	written := slices.Clone(majors)
	for i := 1; i < len(written); i++ {
		written[i] = "v" + written[i]
	}
	return written
}

// pathMajors returns the different majors of the paths, in their order.
func pathMajors(api *spec.API) []string {
	var majors []string
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if n, _, ok := pathNumber(o.Path()); ok && o.Kind == spec.Call && !slices.Contains(majors, n.major) {
				majors = append(majors, n.major)
			}
		}
	}
	return majors
}

func serverMajors(api *spec.API) []string {
	var majors []string
	for _, s := range api.Servers {
		if n, ok := lastNumber(strings.TrimRight(s.URL, "/"), "/"); ok && !slices.Contains(majors, n.major) {
			majors = append(majors, n.major)
		}
	}
	return majors
}

// semantic is a version of which the first number is the major: 1, v2.1, 3.0.0-beta. A day is none.
var semantic = regexp.MustCompile(`^[vV]?(\d{1,3})(?:\.\d+)*(?:[-+][\w.+-]*)?$`)

func majorOf(version string) string {
	if m := semantic.FindStringSubmatch(version); m != nil {
		return m[1]
	}
	return ""
}

// versionSpan returns the place of info.version.
func versionSpan(api *spec.API) source.Span {
	if info, ok := api.Attr("info"); ok {
		if version := info.Value.Get("version"); version != nil {
			return version.Span
		}
	}
	return api.NameSpan
}
