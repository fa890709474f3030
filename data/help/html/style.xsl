<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later
     What the web pages have besides those of Yelp: the same page in the other languages. -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:mal="http://projectmallard.org/1.0/"
                xmlns="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="mal"
                version="1.0">

  <xsl:template name="html.header.custom">
    <xsl:param name="node" select="."/>
    <xsl:variable name="page" select="$node/ancestor-or-self::mal:page[1]"/>
    <nav class="languages">
      <xsl:call-template name="language">
        <xsl:with-param name="page" select="$page"/>
        <xsl:with-param name="folder" select="'en'"/>
        <xsl:with-param name="tag" select="'en'"/>
        <xsl:with-param name="name" select="'English'"/>
      </xsl:call-template>
      <xsl:call-template name="language">
        <xsl:with-param name="page" select="$page"/>
        <xsl:with-param name="folder" select="'sv'"/>
        <xsl:with-param name="tag" select="'sv'"/>
        <xsl:with-param name="name" select="'Svenska'"/>
      </xsl:call-template>
      <xsl:call-template name="language">
        <xsl:with-param name="page" select="$page"/>
        <xsl:with-param name="folder" select="'zh_CN'"/>
        <xsl:with-param name="tag" select="'zh-CN'"/>
        <xsl:with-param name="name" select="'简体中文'"/>
      </xsl:call-template>
    </nav>
  </xsl:template>

  <xsl:template name="language">
    <xsl:param name="page"/>
    <xsl:param name="folder"/>
    <xsl:param name="tag"/>
    <xsl:param name="name"/>
    <a href="../{$folder}/{$page/@id}.html" lang="{$tag}" hreflang="{$tag}">
      <xsl:if test="$page/@xml:lang = $tag">
        <xsl:attribute name="aria-current">true</xsl:attribute>
      </xsl:if>
      <xsl:value-of select="$name"/>
    </a>
  </xsl:template>

  <xsl:template name="html.css.custom">
    <xsl:text>
nav.languages { display: flex; flex-wrap: wrap; gap: 1em; justify-content: flex-end; }
nav.languages a[aria-current] { color: inherit; font-weight: bold; }
    </xsl:text>
  </xsl:template>
</xsl:stylesheet>
