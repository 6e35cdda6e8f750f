package config

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Generate is one entry of the section `generate`: what is generated from a spec, and where to. Its
// words are those of the configuration: what they mean is not known here. Paths are as written,
// relative to the file; the zero Text is what no one has written.
type Generate struct {
	Spec    Text // a path, or a pattern
	Target  Text // one of generateTargets
	Out     Text // a folder; {spec}, {folder} and {package} in it stand for names of the spec
	Package Text
	Module  Text
	Support Text // a folder
	Service Text // what the service is called where it runs

	Kit              []Text // packages of ours that the user's own code imports
	Outputs          []Text // of generateOutputs; none: all
	Include, Exclude []Text // tags
	Types            []GoType
	Templates        Text // a folder
	Formats          Text // one of generateFormats
	Span             source.Span
}

// GoType has a format or a schema stand for a type of the user's own.
type GoType struct {
	Name   Text   // a format, or the name of a component schema
	Import string // "github.com/shopspring/decimal"
	Type   string // "Decimal"
}

// Alerts is the output that stands alone: it is no part of a Go package.
const Alerts = "alerts"

// The words of the section `generate`, the default first.
var (
	generateTargets = [...]string{"go"}
	generateOutputs = [...]string{"types", "server", "client", "fake", "tests", "service", "connect", Alerts}
	generateFormats = [...]string{"assert", "annotate"}
)

var (
	packageName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	modulePath  = regexp.MustCompile("^[^\\s\"'`\\\\]+$")
	serviceName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$`)
	goType      = regexp.MustCompile("^([^\\s\"'`\\\\]+)\\.([A-Z][A-Za-z0-9_]*)$")
)

func (p *parser) generate(v *spec.Value, dir string) []Generate {
	var all []Generate
	p.each(v, "generate", func(item *spec.Value) {
		g := Generate{Span: item.Span}
		if p.object(item, "an entry of generate", p.generateKeys(&g, dir)) && p.need(item, "an entry of generate", "spec") {
			p.outFolder(&g)
			if g.Spec.Value != "" {
				all = append(all, g)
			}
		}
	})
	return all
}

func (p *parser) generateKeys(g *Generate, dir string) []key {
	return []key{
		{"spec", func(v *spec.Value) { g.Spec = p.spec(v, dir) }},
		{"target", func(v *spec.Value) { p.word(&g.Target, v, "target", generateTargets[:]) }},
		{"out", func(v *spec.Value) { g.Out = p.folder(v, "out", dir) }},
		{"package", func(v *spec.Value) { g.Package = p.like(v, "package", packageName, "a name such as orders") }},
		{"module", func(v *spec.Value) {
			g.Module = p.like(v, "module", modulePath, "a module path such as example.com/shop")
		}},
		{"support", func(v *spec.Value) { g.Support = p.folder(v, "support", dir) }},
		{"service", func(v *spec.Value) { g.Service = p.like(v, "service", serviceName, "a name such as orders") }},
		{"kit", func(v *spec.Value) { g.Kit = p.texts(v, "kit", "a package such as health") }},
		{"outputs", func(v *spec.Value) { g.Outputs = p.outputs(v) }},
		{"tags", func(v *spec.Value) { p.tags(g, v) }},
		{"types", func(v *spec.Value) { g.Types = p.goTypes(v) }},
		{"templates", func(v *spec.Value) { g.Templates = p.folder(v, "templates", dir) }},
		{"formats", func(v *spec.Value) { p.word(&g.Formats, v, "treatment of formats", generateFormats[:]) }},
	}
}

// spec reads the path of a spec, which may lie above the configuration, or a pattern.
func (p *parser) spec(v *spec.Value, dir string) Text {
	text := p.text(v, "spec")
	switch {
	case text.Value == "":
		return Text{}
	case !isPattern(text.Value):
		return p.within(text, dir)
	}
	if _, message, cure := newPattern(text.Value, text.Span); message != "" {
		p.fail(text.Span, message, cure)
		return Text{}
	}
	return text
}

func isPattern(text string) bool { return strings.ContainsAny(text, "*?[{") }

// folder reads a folder of the workspace.
func (p *parser) folder(v *spec.Value, what, dir string) Text {
	return p.within(p.text(v, what), dir)
}

func (p *parser) within(text Text, dir string) Text {
	if text.Value == "" || !p.inside(text, dir) {
		return Text{}
	}
	return text
}

// like reads text of a certain form.
func (p *parser) like(v *spec.Value, what string, form *regexp.Regexp, wanted string) Text {
	text := p.text(v, what)
	if text.Value != "" && !form.MatchString(text.Value) {
		p.fail(v.Span, what+" must be "+wanted+", not "+shown(v), "")
		return Text{}
	}
	return text
}

// outFolder checks what stands in braces, and refuses one folder for all specs that a pattern finds.
func (p *parser) outFolder(g *Generate) {
	plain := strings.NewReplacer("{spec}", "", "{folder}", "", "{package}", "").Replace(g.Out.Value)
	switch {
	case strings.ContainsAny(plain, "{}"):
		p.fail(g.Out.Span, "out holds braces that stand for nothing", placeholders)
	case strings.HasSuffix(g.Spec.Value, ".proto"): // the files of one package do
		return
	case isPattern(g.Spec.Value) && g.Out.Value != "" && plain == g.Out.Value:
		p.fail(g.Out.Span, "the specs of a pattern cannot share one folder", placeholders)
	default:
		return
	}
	g.Out = Text{}
}

const placeholders = "write {spec} for the name of the spec's file without extension, {folder} for that of its folder, {package} for shop/v1 of package shop.v1"

func (p *parser) outputs(v *spec.Value) []Text {
	var outputs []Text
	p.each(v, "outputs", func(item *spec.Value) {
		var output Text
		if p.word(&output, item, "output", generateOutputs[:]); output.Value != "" {
			outputs = append(outputs, output)
		}
	})
	p.notEmpty(v, "outputs", "name one of "+strings.Join(generateOutputs[:], ", ")+", or delete it for all")
	return p.alone(outputs)
}

// alone takes alerts away from the parts of a package.
func (p *parser) alone(outputs []Text) []Text {
	i := slices.IndexFunc(outputs, func(o Text) bool { return o.Value == Alerts })
	if i < 0 || len(outputs) == 1 {
		return outputs
	}
	p.fail(outputs[i].Span, "alerts are no part of a package", "give them an entry of their own, with an out such as deploy/alerts")
	return slices.Delete(outputs, i, i+1)
}

func (p *parser) tags(g *Generate, v *spec.Value) {
	p.object(v, "tags", []key{
		{"include", func(v *spec.Value) { g.Include = p.texts(v, "include", "a tag") }},
		{"exclude", func(v *spec.Value) { g.Exclude = p.texts(v, "exclude", "a tag") }},
	})
}

func (p *parser) texts(v *spec.Value, what, each string) []Text {
	var texts []Text
	p.each(v, what, func(item *spec.Value) {
		if text := p.text(item, each); text.Value != "" {
			texts = append(texts, text)
		}
	})
	return texts
}

// goTypes reads a mapping from formats and schemas to types.
func (p *parser) goTypes(v *spec.Value) []GoType {
	if v.Kind != spec.Map {
		p.wrongType(v, "types", "a mapping from formats or schemas to types")
		return nil
	}
	var types []GoType
	for _, member := range v.Members {
		text := p.like(member.Value, "the type", goType, "one with its import path, such as github.com/shopspring/decimal.Decimal")
		if parts := goType.FindStringSubmatch(text.Value); parts != nil {
			types = append(types, GoType{Text{member.Key, member.KeySpan}, parts[1], parts[2]})
		}
	}
	slices.SortFunc(types, func(a, b GoType) int { return strings.Compare(a.Name.Value, b.Name.Value) })
	return types
}

// GeneratedFrom returns the entries that are for a spec, whose path is relative to the workspace root:
// that name it, a folder it lies in, or a pattern that it matches.
func (c *Config) GeneratedFrom(spec string) []*Generate {
	var of []*Generate
	for i := range c.Generate {
		wanted := c.SpecOf(&c.Generate[i])
		if match, err := doublestar.Match(wanted, spec); match && err == nil || wanted == spec || wanted == "." || strings.HasPrefix(spec, wanted+"/") {
			of = append(of, &c.Generate[i])
		}
	}
	return of
}

// SpecOf returns the path or pattern of an entry's specs, relative to the workspace root.
func (c *Config) SpecOf(g *Generate) string { return path.Join(c.Dir, g.Spec.Value) }

// OutFor returns the folder for what is generated from a spec, relative to the configuration; "" if
// none is written. The package is that of .proto files, as folders: what has none is called as its file.
func (g *Generate) OutFor(spec, pkg string) string {
	base := path.Base(spec)
	name := strings.TrimSuffix(base, path.Ext(base))
	return strings.NewReplacer("{spec}", name, "{folder}", path.Base(path.Dir(spec)), "{package}", cmp.Or(pkg, name)).Replace(g.Out.Value)
}
