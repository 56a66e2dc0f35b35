// Judges metadata files by the types Salesforce publishes in @salesforce/types, which are made from the schema of the
// Metadata API: names of elements, required ones, enumerations, booleans and numbers.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import ts from 'typescript';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
/** Typed as text by Salesforce, though it holds elements. */
const OPEN = new Set(['LightningComponentBundle.targetConfigs']);

const types = declared(fileURLToPath(import.meta.resolve('@salesforce/types/metadata')).replace(/\.m?js$/, '.d.ts'));
const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, parseTagValue: false });

/** What is wrong with a metadata file, in words; nothing when it is right. */
export function faults(xml) {
    const formed = XMLValidator.validate(xml);
    if (formed !== true) {
        return [`line ${formed.err.line}: ${formed.err.msg}`];
    }
    const root = parser.parse(xml).find((node) => !('?xml' in node));
    const [name] = elementNames(root);
    if (root[':@']?.['@_xmlns'] !== NAMESPACE) {
        return [`${name}: not in the namespace of metadata`];
    }
    return types.has(name) ? judgeAlias(root[name], name, name) : [`${name}: no such type`];
}

function declared(path) {
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
    return new Map(source.statements.filter(ts.isTypeAliasDeclaration).map((alias) => [alias.name.text, alias.type]));
}

const elementNames = (node) => Object.keys(node).filter((key) => key !== ':@' && key !== '#text');
const textOf = (content) => content.map((node) => node['#text'] ?? '').join('');

function judgeAlias(content, alias, path) {
    const type = types.get(alias);
    const literals = literalsOf(type);
    if (literals) {
        const text = textOf(content);
        return literals.includes(text) ? [] : [`${path}: ${text} is none of ${literals.join(', ')}`];
    }
    const members = membersOf(type);
    return members ? judgeMembers(content, members, path) : judge(content, type, path);
}

/** The allowed texts, when the type is an enumeration. */
function literalsOf(type) {
    const parts = ts.isUnionTypeNode(type) ? type.types : [type];
    return parts.every((part) => ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal))
        ? parts.map((part) => part.literal.text)
        : undefined;
}

/** The elements of a structure by name. */
function membersOf(type) {
    const parts = ts.isIntersectionTypeNode(type) ? type.types : [type];
    const members = new Map();
    for (const part of parts) {
        if (ts.isTypeReferenceNode(part)) {
            membersOf(types.get(part.typeName.text)).forEach((member, name) => members.set(name, member));
        } else if (ts.isTypeLiteralNode(part)) {
            part.members.forEach((member) => members.set(member.name.text, member));
        } else {
            return undefined;
        }
    }
    return members;
}

function judgeMembers(content, members, path) {
    const found = [];
    const order = content.flatMap(elementNames);
    order.forEach((name, at) => {
        const first = order.indexOf(name);
        const many = members.has(name) && ts.isArrayTypeNode(members.get(name).type);
        if (first !== at && (!many || order[at - 1] !== name)) {
            found.push(`${path}.${name}: again at another place`);
        }
    });
    for (const [name, member] of members) {
        if (!member.questionToken && !ts.isArrayTypeNode(member.type) && !order.includes(name)) {
            found.push(`${path}.${name}: missing`);
        }
    }
    for (const node of content) {
        for (const name of elementNames(node)) {
            const inside = `${path}.${name}`;
            if (!members.has(name)) {
                found.push(`${inside}: no such element`);
            } else if (!OPEN.has(inside)) {
                found.push(...judge(node[name], members.get(name).type, inside));
            }
        }
    }
    return found;
}

function judge(content, type, path) {
    if (ts.isArrayTypeNode(type)) {
        return judge(content, type.elementType, path);
    }
    if (ts.isTypeReferenceNode(type)) {
        return judgeAlias(content, type.typeName.text, path);
    }
    const text = textOf(content);
    if (content.some((node) => elementNames(node).length > 0)) {
        return [`${path}: holds elements in place of a value`];
    }
    if (type.kind === ts.SyntaxKind.BooleanKeyword && !['true', 'false'].includes(text)) {
        return [`${path}: ${text} is neither true nor false`];
    }
    if (type.kind === ts.SyntaxKind.NumberKeyword && !/^-?\d+(\.\d+)?$/.test(text)) {
        return [`${path}: ${text} is no number`];
    }
    return [];
}
