package main

import (
	"bytes"
	_ "embed"
	"strings"
	"text/template"
)

//go:embed formula.rb.tmpl
var formulaText string

// formula returns what Homebrew installs bylaw by; platforms that were not built have no checksum in it.
func formula(version string, sums map[string]string) ([]byte, error) {
	parsed, err := template.New("formula").Option("missingkey=error").Parse(formulaText)
	if err != nil {
		return nil, err
	}
	type part struct{ Name, Sum string }
	data := struct {
		Version string
		Parts   map[string]part
	}{strings.TrimPrefix(version, "v"), map[string]part{}}
	for _, p := range platforms() {
		name := archiveName(version, p)
		data.Parts[p.os+"_"+p.arch] = part{name, sums[name]}
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, data)
	return out.Bytes(), err
}
