package overlay

import "testing"

// FuzzPrint prints whatever somebody's templates are: a file comes of it, or an error.
func FuzzPrint(f *testing.F) {
	f.Add("version: 1\nomit: [a]\nfiles: [{path: \"{{.Name}}.go\", source: s, owner: once, when: .HasGRPC}]\n", "package x\n{{range .Many}}// {{.}}\n{{end}}")
	f.Add("version: 1\nfiles: [{path: x, source: s}]\n", `{{define "a"}}{{template "a"}}{{end}}{{template "a"}}{{printf "%[1]*d" 5}}`)
	f.Add("version: 1\nfiles: &a [*a]\n", `{{range 3}}{{with $x := .}}{{break}}{{else}}{{continue}}{{end}}{{end}}`)
	f.Fuzz(func(t *testing.T, manifest, source string) {
		made, err := printed(ManifestName, manifest, "s", source)
		for _, file := range made {
			if err == nil && CheckPath(file.Path) != nil {
				t.Errorf("%q is printed", file.Path)
			}
		}
	})
}
