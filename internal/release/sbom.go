package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"runtime/debug"
)

// sbom says what a command is made of, as CycloneDX 1.6: the modules that were linked into it, which the
// command itself knows.
func sbom(version string, p platform, binary []byte) ([]byte, error) {
	info, err := buildinfo.Read(bytes.NewReader(binary))
	if err != nil {
		return nil, err
	}
	self := component{
		Type: "application", Ref: purl(info.Main.Path, version), Name: "bylaw", Version: version, PURL: purl(info.Main.Path, version),
		Hashes: []hash{{"SHA-256", sum(binary)}}, Properties: []property{{"platform", p.String()}, {"go", info.GoVersion}},
		Licenses: []license{{licenseID{"Apache-2.0"}}},
	}
	document := bom{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{self}, Components: []component{}}
	top := dependency{Ref: self.Ref, On: []string{}}
	for _, m := range info.Deps {
		c := moduleOf(m)
		document.Components = append(document.Components, c)
		top.On = append(top.On, c.Ref)
	}
	document.Dependencies = []dependency{top}
	content, err := json.MarshalIndent(document, "", "  ")
	return append(content, '\n'), err
}

func moduleOf(m *debug.Module) component {
	if m.Replace != nil {
		m = m.Replace
	}
	return component{Type: "library", Ref: purl(m.Path, m.Version), Name: m.Path, Version: m.Version, PURL: purl(m.Path, m.Version)}
}

// purl names a Go module (https://github.com/package-url/purl-spec).
func purl(path, version string) string { return "pkg:golang/" + path + "@" + version }

type (
	bom struct {
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		PURL       string     `json:"purl"`
		Hashes     []hash     `json:"hashes,omitempty"`
		Licenses   []license  `json:"licenses,omitempty"`
		Properties []property `json:"properties,omitempty"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	license struct {
		License licenseID `json:"license"`
	}
	licenseID struct {
		ID string `json:"id"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	dependency struct {
		Ref string   `json:"ref"`
		On  []string `json:"dependsOn"`
	}
)
