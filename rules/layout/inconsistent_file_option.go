package layout

import (
	"fmt"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type fileOptions struct {
	Options []string `json:"options"`
}

// Validate refuses options that each file has for itself.
func (o fileOptions) Validate() error {
	for _, name := range o.Options {
		if name == "java_outer_classname" {
			return fmt.Errorf("%s differs from file to file by its nature", name)
		}
	}
	return nil
}

var inconsistentFileOption = lint.NewWith(lint.Meta{
	ID:       "inconsistent-file-option",
	Title:    "files of one package generate code into different places",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, fileOptions{Options: []string{
	"csharp_namespace", "go_package", "java_multiple_files", "java_package", "objc_class_prefix", "php_class_prefix",
	"php_metadata_namespace", "php_namespace", "ruby_package", "swift_prefix",
}}, func(options fileOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		if api.Name == "" {
			return
		}
		// Files in other folders are copies under another import root, or scattered-package speaks of them.
		for _, f := range folders(api) {
			for _, name := range options.Options {
				checkConsistent(p, f.files, name)
			}
		}
	}}
})

func checkConsistent(p *lint.Pass, files []*spec.Document, name string) {
	values := make([]string, len(files))
	counts := map[string]int{}
	set := false
	for n, d := range files {
		values[n] = derived(name, d.Package)
		if a, ok := d.Attr(name); ok {
			values[n], set = a.Value.Text, true
		}
		counts[values[n]]++
	}
	if !set || len(counts) == 1 {
		return
	}
	common, from := values[0], files[0]
	for n, d := range files {
		if counts[values[n]] > counts[common] {
			common, from = values[n], d
		}
	}
	if len(counts) == len(values) && len(values) > 2 {
		return // each file has its own, on purpose
	}
	for n, d := range files {
		if values[n] != common {
			reportOther(p, d, from, name, values[n], common)
		}
	}
}

// derived returns what generators make of the package where the option is not set; "" if they have
// something of their own.
func derived(option, pkg string) string {
	separator := map[string]string{"csharp_namespace": ".", "php_namespace": `\`, "ruby_package": "::"}[option]
	if option == "java_package" {
		return pkg
	}
	if separator == "" {
		return ""
	}
	parts := strings.Split(pkg, ".")
	for n, part := range parts {
		parts[n] = words.Pascal.Write(part)
	}
	return strings.Join(parts, separator)
}

func reportOther(p *lint.Pass, d, from *spec.Document, name, value, common string) {
	cure := fmt.Sprintf("write option %s = %s; as in %s", name, literal(common), path.Base(from.File.Path))
	if _, set := from.Attr(name); !set {
		cure = fmt.Sprintf("leave it out, as %s does, or set it in all files of the package", path.Base(from.File.Path))
	}
	p.Report(&d.Node, d.AttrSpan(name),
		fmt.Sprintf("%s says %s, other files of package %s say %s, so the generated code of one package falls apart",
			path.Base(d.File.Path), stated(d, name, value), d.Package, stated(from, name, common)),
		lint.Cure(cure))
}

// stated returns what a file says by an option.
func stated(d *spec.Document, name, value string) string {
	if _, set := d.Attr(name); !set {
		return "nothing of " + name
	}
	return name + " = " + phrase.Head(literal(value), 80)
}

// literal writes the value of an option as it stands in a file.
func literal(value string) string {
	if value == "true" || value == "false" {
		return value
	}
	return `"` + strings.ReplaceAll(value, `\`, `\\`) + `"`
}
