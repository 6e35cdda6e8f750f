package importer

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readBuf reads buf.yaml of versions v1beta1, v1 and v2
// (https://buf.build/docs/configuration/v2/buf-yaml/).
func readBuf(f *foreign, v value) error {
	if !v.is(yaml.MappingNode) || v.get("version").text() == "" {
		return v.errorf("this is no buf.yaml: it has no version")
	}
	f.bufLint(v.get("lint"), "")
	f.bufBreaking(v.get("breaking"))
	for _, dir := range v.get("build").get("excludes").texts() {
		f.exclude = append(f.exclude, bufPath("", dir))
	}
	for _, module := range v.get("modules").items() {
		f.bufModule(module)
	}
	if len(v.get("deps").items()) > 0 {
		f.leave("deps", "bylaw fetches nothing: `buf export` writes dependencies into a folder that proto: import_paths can name")
	}
	for _, key := range []string{"plugins", "policies"} {
		if len(v.get(key).items()) > 0 {
			f.leave(key, "rules of plugins: what they check can be said under custom_rules, or is a rule of bylaw's")
		}
	}
	return nil
}

func (f *foreign) bufModule(module value) {
	root := module.get("path").text()
	if root != "" && root != "." {
		f.imports = append(f.imports, path.Clean(root))
	}
	for _, dir := range module.get("excludes").texts() {
		f.exclude = append(f.exclude, bufPath("", dir))
	}
	if module.get("lint").node != nil {
		f.leave("modules: "+root+": lint", "rules of one module: say what differs under overrides, with its path")
	}
	if module.get("breaking").node != nil {
		f.leave("modules: "+root+": breaking", "rules of one module: give its folder a bylaw.yaml of its own")
	}
}

func (f *foreign) bufLint(lint value, root string) {
	use := lint.get("use").texts()
	if len(use) == 0 {
		use = []string{"STANDARD"}
	}
	for _, name := range use {
		f.bufUse(name)
	}
	for _, name := range lint.get("except").texts() {
		for _, rule := range f.bufRules(name) {
			delete(f.on, rule)
		}
	}
	for _, dir := range lint.get("ignore").texts() {
		f.scopes = append(f.scopes, scope{paths: []string{bufPath(root, dir)}, all: true})
	}
	for _, m := range lint.get("ignore_only").members() {
		var paths []string
		for _, dir := range m.value.texts() {
			paths = append(paths, bufPath(root, dir))
		}
		f.scopes = append(f.scopes, scope{paths: paths, off: f.bufRules(m.key)})
	}
	f.bufOptions(lint)
}

// bufOptions are the keys that change what single rules check.
func (f *foreign) bufOptions(lint value) {
	if suffix := lint.get("enum_zero_value_suffix").text(); suffix != "" && suffix != "_UNSPECIFIED" {
		f.leave("enum_zero_value_suffix: "+suffix, "the zero value is called …_UNSPECIFIED (AIP-126)")
	}
	if suffix := lint.get("service_suffix").text(); suffix != "" && suffix != "Service" {
		f.leave("service_suffix: "+suffix, "bylaw asks for no suffix of services")
	}
	for _, key := range []string{
		"rpc_allow_same_request_response", "rpc_allow_google_protobuf_empty_requests", "rpc_allow_google_protobuf_empty_responses",
	} {
		if lint.get(key).truth() {
			f.leave(key, "switch off or waive what is found of such rpcs")
		}
	}
}

func (f *foreign) bufUse(name string) {
	for _, rule := range f.bufRules(name) {
		f.on[rule] = "error"
	}
}

// bufRules returns the rules that a name of buf's means: a category or a rule.
func (f *foreign) bufRules(name string) []string {
	if name == "DEFAULT" {
		name = "STANDARD" // its name until v2
	}
	var rules []string
	for _, m := range f.sets {
		if _, in := m.In[name]; in || m.Rule == name {
			rules = append(rules, m.Rule)
		}
	}
	if len(rules) == 0 {
		f.leave(name, "buf has no such rule or category")
	}
	return rules
}

// bufLevels are the categories of buf's breaking rules by what they promise to be kept.
var bufLevels = map[string]string{"FILE": "file", "PACKAGE": "package", "WIRE_JSON": "wire_json", "WIRE": "wire"}

func (f *foreign) bufBreaking(breaking value) {
	if breaking.node == nil {
		return
	}
	var lines []string
	for _, name := range breaking.get("use").texts() {
		if level, ok := bufLevels[name]; ok {
			lines = append(lines, "  level: "+level)
		} else {
			f.leave("breaking: use: "+name, "bylaw weighs changes by who breaks: see breaking: severities and changes")
		}
	}
	if breaking.get("ignore_unstable_packages").truth() {
		lines = append(lines, `  unstable: "off"`)
	}
	for _, name := range breaking.get("except").texts() {
		f.leave("breaking: except: "+name, "set the kinds of change that it is about under breaking: changes; bylaw rules lists them")
	}
	for _, key := range []string{"ignore", "ignore_only"} {
		if len(breaking.get(key).items()) > 0 {
			f.leave("breaking: "+key, "give the folder a bylaw.yaml of its own, or waive the changes")
		}
	}
	if slices.Sort(lines); len(lines) > 0 {
		f.after = append(f.after, "breaking:\n"+strings.Join(slices.Compact(lines), "\n"))
	}
}

// bufPath returns a path of buf.yaml as a pattern.
func bufPath(root, dir string) string { return path.Clean(path.Join(root, dir)) }
