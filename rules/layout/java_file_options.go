package layout

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var javaFileOptions = lint.New(lint.Meta{
	ID:       "java-file-options",
	Title:    "a file does not say how its Java code is laid out",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Document: func(p *lint.Pass, d *spec.Document) {
		if d.Package == "" {
			return
		}
		checkJavaPackage(p, d)
		if a, ok := d.Attr("java_multiple_files"); !ok || !a.Value.Bool() {
			p.Report(&d.Node, d.AttrSpan("java_multiple_files"),
				"java_multiple_files is not set, so Java users write every message with the name of the file before it",
				lint.Cure("write option java_multiple_files = true;"))
		}
		checkOuterClass(p, d)
	},
})

func checkJavaPackage(p *lint.Pass, d *spec.Document) {
	a, ok := d.Attr("java_package")
	if ok && strings.HasSuffix(a.Value.String(), d.Package) {
		return
	}
	message := "java_package is not set, so the Java code lies in a package without the domain of its owner"
	if ok {
		message = fmt.Sprintf("java_package %s does not end in the package %s, so Java users look for it in vain", a.Value.String(), d.Package)
	}
	p.Report(&d.Node, d.AttrSpan("java_package"), message, lint.Cure(fmt.Sprintf("write option java_package = \"com.%s\";", d.Package)))
}

// checkOuterClass wants the class of the file to be named after it. Compound words may be written
// as one.
func checkOuterClass(p *lint.Pass, d *spec.Document) {
	want := words.Pascal.Write(baseName(d)) + "Proto"
	a, ok := d.Attr("java_outer_classname")
	if ok && strings.EqualFold(a.Value.String(), want) {
		return
	}
	message := "java_outer_classname is not set, so what the class of the file is called depends on what it declares"
	if ok {
		message = fmt.Sprintf("java_outer_classname %s is not named after the file", a.Value.String())
	}
	p.Report(&d.Node, d.AttrSpan("java_outer_classname"), message, lint.Cure(fmt.Sprintf("write option java_outer_classname = %q;", want)))
}
