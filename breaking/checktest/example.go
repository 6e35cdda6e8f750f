package checktest

import (
	"context"
	"regexp"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/lint/linttest"
	"github.com/bylaw-dev/bylaw/spec"
)

// example makes a case of two blocks of documentation. A block shows only what matters and is
// completed before it runs:
//
//   - One that begins with "-- name --" holds several files, as txtar has them, and is complete.
//   - proto without syntax or edition is completed as that of rules is: package and imports are
//     added, an rpc goes into a service and a field into a message.
//   - YAML with `openapi` is complete; keys of a document (paths, components …) are completed to one,
//     and so are paths; everything else is a schema, the body of a request and of a response.
func example(was, is block) *Case {
	return &Case{Name: "example", Old: was.files(), New: is.files()}
}

func (b block) files() map[string]string {
	if strings.HasPrefix(b.text, "-- ") {
		files := map[string]string{}
		for _, f := range txtar.Parse([]byte(b.text)).Files {
			files[f.Name] = string(f.Data)
		}
		return files
	}
	if b.language == "proto" {
		return map[string]string{"example.proto": linttest.CompleteProto(b.text)}
	}
	return map[string]string{"example.yaml": completeYAML(b.text)}
}

var (
	wholeDocument = regexp.MustCompile(`(?m)^openapi:`)
	ofDocument    = regexp.MustCompile(`(?m)^(paths|webhooks|components|servers|security|tags):`)
)

const preamble = "openapi: 3.1.0\ninfo: {title: Example, version: 1.0.0}\n"

func completeYAML(text string) string {
	switch {
	case wholeDocument.MatchString(text):
		return text
	case ofDocument.MatchString(text):
		return preamble + text
	case strings.HasPrefix(text, "/"):
		return preamble + "paths:\n" + indented(text, "  ")
	}
	body := "content: {application/json: {schema: {$ref: '#/components/schemas/Example'}}}"
	return preamble + `paths:
  /examples:
    post:
      operationId: createExample
      requestBody: {` + body + `}
      responses:
        "200": {description: What was made., ` + body + `}
components:
  schemas:
    Example:
` + indented(text, "      ")
}

func indented(text, by string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(by + line)
	}
	return out.String()
}

// problems runs the check over the case, which has to give a change of it.
func (c *Case) problems(check *breaking.Check) []string {
	var problems []string
	load := func(files map[string]string, side string) []*spec.API {
		apis, diagnostics := linttest.LoadAnyway(files)
		for _, d := range diagnostics {
			problems = append(problems, "the "+side+" version is broken: "+d.Message)
		}
		return apis
	}
	versions := breaking.Versions{Old: load(c.Old, "old"), New: load(c.New, "new")}
	result, err := breaking.Run(context.Background(), versions, []*breaking.Check{check})
	if err != nil {
		return append(problems, err.Error())
	}
	for _, f := range result.Failures {
		problems = append(problems, f.Message)
	}
	if len(result.Changes) == 0 {
		problems = append(problems, "the check finds nothing")
	}
	return problems
}
